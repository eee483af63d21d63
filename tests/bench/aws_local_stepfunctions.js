// The rival of engine.c: node aws_local_stepfunctions.js FOLDER ROW runs the row once, in this process, and prints
// {"ms", "kb"}. NODE_PATH says where aws-local-stepfunctions is. It keeps no histories and no virtual time.
const fs = require('fs');
const {StateMachine} = require('aws-local-stepfunctions');

const rows = {
    loop: {machine: 'loop', input: 'loop.json'},
    chain: {machine: 'chain1000', compiles: true},
    concurrent: {machine: 'chain5', count: 1000},
    map: {machine: 'map', input: 'items10k.json'},
    parallel: {machine: 'nested10_binary'},
    linear: {machine: 'nested10_linear'},
    start: {machine: 'pass1', whole: true},
};

async function main() {
    const [folder, name] = process.argv.slice(2);
    const row = rows[name];
    const definition = fs.readFileSync(`${folder}/${row.machine}.asl.json`, 'utf8');
    const input = row.input ? JSON.parse(fs.readFileSync(`${folder}/${row.input}`, 'utf8')) : {};
    const parse = () => new StateMachine(JSON.parse(definition), {});
    const parsed = row.compiles ? null : parse();
    const begun = process.hrtime.bigint();
    const machine = parsed ?? parse();
    await Promise.all(Array.from({length: row.count ?? 1}, () => machine.run(input).result));
    const ms = row.whole ? performance.now() : Number(process.hrtime.bigint() - begun) / 1e6;
    console.log(JSON.stringify({ms, kb: process.resourceUsage().maxRSS}));
}

main();
