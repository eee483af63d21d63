// The rival of jsonpath.c: node jsonpath_plus.js FOLDER NAME prints jsonpath-plus's time for each path.
const fs = require('fs');
const {JSONPath} = require('jsonpath-plus');

const [folder, name] = process.argv.slice(2);
const paths = JSON.parse(fs.readFileSync(`${folder}/bench.json`)).paths;
const json = JSON.parse(fs.readFileSync(`${folder}/docs/${name}.json`));

function round(path, repeats) {
    const start = process.hrtime.bigint();
    for (let i = 0; i < repeats; i++)
        JSONPath({path, json, wrap: false});
    return Number(process.hrtime.bigint() - start) / repeats;
}

for (const {rfc: path} of paths) {
    const repeats = 1 + Math.floor(2e6 / Math.min(round(path, 1), round(path, 1), round(path, 1)));
    let least = Infinity;
    for (let i = 0; i < 30; i++)
        least = Math.min(least, round(path, repeats));
    console.log(`jsonpath ${name.padEnd(10)} ${least.toFixed(0).padStart(10)} ns  jsonpath-plus  ${path}`);
}
