// Validates test files by schema.json, and sees that it refuses what is none.
import fs from 'node:fs'
import Ajv from 'ajv'
import formats from 'ajv-formats'
import YAML from 'yaml'

const ajv = new Ajv({allErrors: true, strictTypes: false, allowUnionTypes: true})
formats(ajv)
const validate = ajv.compile(JSON.parse(fs.readFileSync('schema.json', 'utf8')))
let failed = 0

for (const file of process.argv.slice(2)) {
    if (validate(YAML.parse(fs.readFileSync(file, 'utf8')))) continue
    failed++
    console.log(`${file}: ${ajv.errorsText(validate.errors)}`)
}

const slips = [
    '{}', 'case: {a: {}}', 'cases: {a: {expext: {}}}', 'cases: {a: {seed: -1}}', 'cases: {a: {type: QUICK}}',
    'cases: {a: {mocks: {B: {resul: 1}}}}', 'cases: {a: {mocks: {B: [{error: E, tims: 2}]}}}',
    'cases: {a: {expect: {outptu: 1}}}', 'cases: {a: {expect: {states: {B: {vists: 1}}}}}',
    'cases: {a: {each: []}}', 'cases: {a: {clock: noon}}', 'defaults: {inputs: {}}\ncases: {a: {}}']
for (const slip of slips) {
    if (!validate(YAML.parse(slip))) continue
    failed++
    console.log(`not refused: ${slip}`)
}
console.log(`${process.argv.length - 2} test files, ${slips.length} slips: ${failed} otherwise than expected`)
process.exit(failed > 0 || process.argv.length < 5 ? 1 : 0)
