// The two-account workflow as a CDK app: one stack for each account.
//
// `node app.js` writes SenderStack.template.json and ReceiverStack.template.json, and what else the CDK
// keeps beside them, into cdk.out. The two templates are also kept here, so that treadle runs them on a
// machine that has no Node.
'use strict';

const { App, CfnOutput, CfnParameter, RemovalPolicy, Stack } = require('aws-cdk-lib');
const apigateway = require('aws-cdk-lib/aws-apigateway');
const dynamodb = require('aws-cdk-lib/aws-dynamodb');
const iam = require('aws-cdk-lib/aws-iam');
const logs = require('aws-cdk-lib/aws-logs');
const sfn = require('aws-cdk-lib/aws-stepfunctions');
const tasks = require('aws-cdk-lib/aws-stepfunctions-tasks');

const region = 'us-east-1';
const sender = { account: '111111111111', region };
const receiver = { account: '222222222222', region };
const senderArn = `arn:aws:states:${region}:${sender.account}:stateMachine:SenderStateMachine`;

function allow(actions, resources) {
  return new iam.PolicyDocument({ statements: [new iam.PolicyStatement({ actions, resources })] });
}

// A machine of one Task and a Succeed state, which logs its errors.
function machine(stack, id, task, role) {
  return new sfn.StateMachine(stack, id, {
    stateMachineName: id,
    definitionBody: sfn.DefinitionBody.fromChainable(
      task.next(new sfn.Succeed(stack, 'TaskCompleted'))),
    role,
    logs: {
      destination: new logs.LogGroup(stack, `${id}Logs`, { removalPolicy: RemovalPolicy.DESTROY }),
      level: sfn.LogLevel.ERROR,
    },
  });
}

// Account 111111111111: a machine that calls the other account's API.
class SenderStack extends Stack {
  constructor(scope, id, props) {
    super(scope, id, props);
    const apiId = new CfnParameter(this, 'ReceiverApiId', {
      description: 'The id of ReceiverApi, an output of ReceiverStack',
    });
    const api = apigateway.RestApi.fromRestApiId(this, 'ReceiverApi', apiId.valueAsString);
    const role = new iam.Role(this, 'SenderStateMachineRole', {
      roleName: 'SenderStateMachineRole',
      assumedBy: new iam.ServicePrincipal('states.amazonaws.com'),
      inlinePolicies: {
        callReceiver: allow(['execute-api:Invoke'], [`arn:aws:execute-api:${region}:*:*`]),
      },
    });
    const call = new tasks.CallApiGatewayRestApiEndpoint(this, 'CallApiGatewayRestApiEndpoint', {
      api,
      region,
      stageName: 'dev',
      apiPath: '/execution',
      method: tasks.HttpMethod.POST,
      authType: tasks.AuthType.RESOURCE_POLICY,
      requestBody: sfn.TaskInput.fromObject({
        input: sfn.JsonPath.stringAt('$.body'),
        stateMachineArn: sfn.JsonPath.stringAt('$.receiverStateMachineArn'),
      }),
    });
    machine(this, 'SenderStateMachine', call, role);
  }
}

// Account 222222222222: an API that lets in that one machine and starts another, which writes to a table.
class ReceiverStack extends Stack {
  constructor(scope, id, props) {
    super(scope, id, props);
    const table = new dynamodb.Table(this, 'Table', {
      tableName: 'ReceiverTable',
      partitionKey: { name: 'message', type: dynamodb.AttributeType.STRING },
      billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = new iam.Role(this, 'ReceiverStateMachineRole', {
      roleName: 'ReceiverStateMachineRole',
      assumedBy: new iam.ServicePrincipal('states.amazonaws.com'),
      inlinePolicies: { keepMessages: allow(['dynamodb:PutItem'], [table.tableArn]) },
    });
    // The Task grants dynamodb:PutItem to the role once more, in a policy of its own.
    const put = new tasks.DynamoPutItem(this, 'DynamodbPutItemTask', {
      table,
      item: {
        message: tasks.DynamoAttributeValue.fromString(sfn.JsonPath.stringAt('$.inputValue')),
      },
    });
    const receiving = machine(this, 'ReceiverStateMachine', put, role);
    this.addApi(receiving);
    new CfnOutput(this, 'StateMachineArn', { value: receiving.stateMachineArn });
  }

  addApi(receiving) {
    const role = new iam.Role(this, 'ReceiverApiRole', {
      roleName: 'ReceiverApiRole',
      assumedBy: new iam.ServicePrincipal('apigateway.amazonaws.com'),
      inlinePolicies: {
        startReceiver: allow(['states:StartExecution'], [receiving.stateMachineArn]),
      },
    });
    const api = new apigateway.RestApi(this, 'ReceiverApi', {
      restApiName: 'ReceiverApi',
      cloudWatchRole: false,
      deployOptions: { stageName: 'dev' },
      policy: new iam.PolicyDocument({
        statements: [new iam.PolicyStatement({
          principals: [new iam.ServicePrincipal('states.amazonaws.com')],
          actions: ['execute-api:Invoke'],
          resources: ['execute-api:/*/POST/execution'],
          conditions: { StringEquals: { 'aws:SourceArn': senderArn } },
        })],
      }),
    });
    // No integration responses: API Gateway itself would start the execution and answer 500 for want of
    // a mapping. treadle passes the inner status on and says so; with --strict it answers 500 too.
    api.root.addResource('execution').addMethod(
      'POST',
      new apigateway.AwsIntegration({
        service: 'states',
        action: 'StartExecution',
        options: { credentialsRole: role },
      }),
      { authorizationType: apigateway.AuthorizationType.IAM });
    new CfnOutput(this, 'ApiId', { value: api.restApiId });
  }
}

const app = new App({ analyticsReporting: false, outdir: process.env.CDK_OUTDIR ?? 'cdk.out' });
new SenderStack(app, 'SenderStack', { env: sender });
new ReceiverStack(app, 'ReceiverStack', { env: receiver });
app.synth();
