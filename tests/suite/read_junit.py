#!/usr/bin/env python3
"""Reads the JUnit report of test_reports with junitparser, and checks that nothing was lost.

    read_junit.py TEST_REPORTS
"""
import subprocess
import sys

try:
    import junitparser
except ImportError:
    print("SKIPPED: python3-junitparser is not installed")
    sys.exit(77)

text = subprocess.run([sys.argv[1], "--print", "junit"], stdout=subprocess.PIPE, check=True).stdout
suites = list(junitparser.JUnitXml.fromstring(text))
cases = [case for suite in suites for case in suite]


def results(case):
    """One before junitparser 2, a list since."""
    result = case.result
    return result if isinstance(result, list) else [result] if result is not None else []


def same(have, want):
    assert have == want, f"{have!r} is not {want!r}"


same([suite.name for suite in suites],
     ["order.test.yaml", "./a folder/b,c:d.test.yaml", "/else/e.test.json"])
same([(suite.tests, suite.failures, suite.errors) for suite in suites],
     [(3, 1, 0), (2, 0, 2), (2, 1, 0)])
same([case.name for case in cases],
     ["a small order ships", "]]> & <b>\"it's\"</b> | `code` # 100%, \\: ::",
      "\ufffd\ufffd[2J \ufffd \ufffd \U0001f600 \t", "several\nlines\r\n", "crashes", "", "fine"])
same([[type(result).__name__ for result in results(case)] for case in cases],
     [[], ["Failure"], [], ["Error"], ["Error"], ["Failure"], []])
same(results(cases[1])[0].message, "output, elapsed")
assert '"a": "]]> & <b>"' in results(cases[1])[0].text, results(cases[1])[0].text
same(round(cases[4].time, 6), 0.004004)
print(f"junitparser read {len(cases)} cases")
