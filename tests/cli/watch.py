#!/usr/bin/env python3
"""treadle test --watch on a terminal: keys, saved files, and the terminal as it was.

    watch.py TREADLE

Where no terminal can be made (a root without /dev/pts) it says SKIPPED (77).
"""
import os
import pty
import select
import shutil
import signal
import sys
import tempfile
import termios
import time

MACHINE = '{"StartAt": "A", "States": {"A": {"Type": "Pass", "Result": %s, "End": true}}}\n'
TESTS = """# a comment
cases:
  the first: {expect: {output: 1}}
  the second:
    expect:
      output: 1   # stays
"""
PATIENCE = 60  # Seconds, on a busy machine.


class Watch:
    """A watch on a terminal of its own, in a folder of its own."""

    def __init__(self, treadle, *arguments):
        self.folder = tempfile.mkdtemp()
        self.write("a.asl.json", MACHINE % 1)
        self.write("a.test.yaml", TESTS)
        self.said = ""
        self.master, self.slave = pty.openpty()
        self.before = termios.tcgetattr(self.slave)
        self.process = os.fork()
        if self.process == 0:
            os.setsid()
            for descriptor in 0, 1, 2:
                os.dup2(self.slave, descriptor)
            os.chdir(self.folder)
            os.environ["LC_ALL"] = "C.UTF-8"
            os.execv(treadle, [treadle, "test", "--watch", "--color", "never", *arguments])

    def path(self, name):
        return os.path.join(self.folder, name)

    def write(self, name, text):
        """As editors do: a file of another name takes the place of the old one."""
        with open(self.path(name) + "~", "w", encoding="utf-8") as file:
            file.write(text)
        os.rename(self.path(name) + "~", self.path(name))

    def read(self, name):
        with open(self.path(name), encoding="utf-8") as file:
            return file.read()

    def until(self, *words):
        """Reads until all the words were said, in their order, since the last time."""
        end = time.monotonic() + PATIENCE
        while True:
            at = 0
            for word in words:
                at = self.said.find(word, at)
                if at < 0:
                    break
                at += len(word)
            else:
                self.said = self.said[at:]
                return
            assert time.monotonic() < end, f"{words} was not said: {self.said!r}"
            if select.select([self.master], [], [], 0.2)[0]:
                self.said += os.read(self.master, 65536).decode()

    def press(self, keys):
        os.write(self.master, keys.encode())

    def lines_are_read(self):
        return bool(termios.tcgetattr(self.slave)[3] & termios.ICANON)

    def ends(self, code):
        status = os.waitpid(self.process, 0)[1]
        assert os.waitstatus_to_exitcode(status) == code, status
        assert termios.tcgetattr(self.slave) == self.before, "the terminal is not as it was"
        os.close(self.master)
        os.close(self.slave)
        shutil.rmtree(self.folder)


def keys_and_files(treadle):
    watch = Watch(treadle)
    watch.until("a.test.yaml ..", "2 passed", "watching 1 file ", "q quit")
    deadline = time.monotonic() + PATIENCE
    while watch.lines_are_read():
        assert time.monotonic() < deadline, "keys are not read one by one"
        time.sleep(0.01)
    watch.press("f")
    watch.until("nothing failed", "q quit")
    watch.write("a.asl.json", MACHINE % 2)
    watch.until("FAIL a.test.yaml:3  the first", "0 passed, ", "2 failed", "q quit")
    watch.press("/second\x7fd\r")
    watch.until("filter: second", "a.test.yaml ", "1 failed", "/ filter second", "q quit")
    watch.press("/first\x1b")
    watch.until("filter: first")
    watch.press("/\r")
    watch.until("2 failed", "q quit")
    watch.write("a.asl.json", MACHINE % '{"b": [1, 2]}')
    watch.until("FAIL", "FAIL", "q quit")
    watch.press("u")
    watch.until("-      output: 1   # stays", "+      output: {b: [1, 2]}   # stays", "2 passed", "q quit")
    assert watch.read("a.test.yaml") == TESTS.replace("output: 1", "output: {b: [1, 2]}")
    watch.write("a.test.yaml", TESTS.replace("output: 1 ", "output: {b: [1, 2]} "))
    watch.until("1 passed, ", "1 failed", "q quit")
    watch.press("f")
    watch.until("0 passed, ", "1 failed", "q quit")
    watch.write("a.test.yaml", "cases: [")
    watch.until("error", "a.test.yaml:1", "q quit")
    watch.write("b.test.yaml", TESTS.replace("1", "{b: [1, 2]}"))
    watch.write("b.asl.json", MACHINE % '{"b": [1, 2]}')
    watch.write("a.test.yaml", TESTS)
    watch.until("a.test.yaml ", "b.test.yaml ..", "2 passed, ", "2 failed", "watching 2 files", "q quit")
    os.remove(watch.path("b.test.yaml"))
    watch.until("a.test.yaml ", "2 failed", "watching 1 file ", "q quit")
    watch.press("q")
    watch.ends(1)


def ends_in_order(treadle):
    for end, code in (lambda watch: watch.press("\x03"), 130), (
            lambda watch: os.kill(watch.process, signal.SIGTERM), 130), (
            lambda watch: watch.press("q"), 0):
        watch = Watch(treadle, "a.test.yaml")
        watch.until("2 passed", "q quit")
        end(watch)
        watch.ends(code)


try:
    for terminal in pty.openpty():
        os.close(terminal)
except OSError as error:
    print(f"SKIPPED watch: no terminal can be made here: {error}")
    sys.exit(77)
keys_and_files(sys.argv[1])
ends_in_order(sys.argv[1])
print("a watch, four ends")
