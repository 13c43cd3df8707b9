/** What is always asked of a type, set or not: without it, it does little. */
interface Asked {
  /** Beside its name. */
  own?: readonly string[];
  /** In its settings. */
  settings?: readonly string[];
}

const LINKED: Asked = { own: ['linkedServiceName'] };
const hdinsight = (...settings: string[]): Asked => ({ ...LINKED, settings });

const ASKED: Record<string, Asked> = {
  copy: { own: ['inputs', 'outputs'] },
  getmetadata: { settings: ['fieldList'] },
  lookup: { settings: ['firstRowOnly'] },
  delete: { settings: ['recursive'] },
  executepipeline: { settings: ['waitOnCompletion'] },
  setvariable: { settings: ['variableName', 'value'] },
  appendvariable: { settings: ['variableName', 'value'] },
  webactivity: { settings: ['body'] },
  webhook: { settings: ['body', 'timeout'] },
  script: { ...LINKED, settings: ['scripts'] },
  sqlserverstoredprocedure: { ...LINKED, settings: ['storedProcedureParameters'] },
  azuredataexplorercommand: LINKED,
  azurefunctionactivity: { ...LINKED, settings: ['body'] },
  azuremlbatchexecution: { ...LINKED, settings: ['webServiceInputs', 'webServiceOutputs'] },
  azuremlexecutepipeline: { ...LINKED, settings: ['mlPipelineId', 'experimentName'] },
  azuremlupdateresource: LINKED,
  custom: LINKED,
  databricksjob: { ...LINKED, settings: ['jobParameters'] },
  databricksnotebook: { ...LINKED, settings: ['baseParameters'] },
  databrickssparkjar: { ...LINKED, settings: ['parameters'] },
  databrickssparkpython: { ...LINKED, settings: ['parameters'] },
  hdinsighthive: hdinsight('scriptPath', 'scriptLinkedService', 'defines'),
  hdinsightpig: hdinsight('scriptPath', 'scriptLinkedService', 'defines'),
  hdinsightmapreduce: hdinsight('jarLinkedService', 'arguments'),
  hdinsightspark: hdinsight('sparkJobLinkedService', 'arguments'),
  hdinsightstreaming: hdinsight('fileLinkedService', 'arguments'),
  sparkjob: LINKED,
  synapsenotebook: LINKED,
};

// Of resources.
const asked = (...settings: string[]): Asked => ({ settings });
const TABLE = asked('schema', 'table');
const RESOURCES: Record<string, Asked> = {
  azuresqltable: TABLE,
  azuresqldwtable: TABLE,
  azuresqlmitable: TABLE,
  sqlservertable: TABLE,
  postgresqltable: TABLE,
  postgresqlv2table: TABLE,
  snowflaketable: TABLE,
  snowflakev2table: TABLE,
  oracletable: TABLE,
  mysqltable: asked('tableName'),
  azureblob: asked('folderPath', 'fileName', 'format'),
  restresource: asked('relativeUrl'),
  delimitedtext: asked('columnDelimiter', 'firstRowAsHeader'),
  excel: asked('sheetName', 'firstRowAsHeader'),
  azureblobstorage: asked('connectionString', 'serviceEndpoint'),
  azureblobfs: asked('url', 'accountKey'),
  azuresqldatabase: asked('connectionString', 'server', 'database', 'authenticationType'),
  azuresqldw: asked('connectionString', 'server', 'database', 'authenticationType'),
  sqlserver: asked('connectionString', 'userName', 'password'),
  fileserver: asked('userId', 'password'),
  sftp: asked('port', 'authenticationType', 'userName', 'password'),
  ftpserver: asked('port', 'authenticationType', 'userName', 'password'),
  httpserver: asked('authenticationType'),
  restservice: asked('authenticationType'),
  postgresqlv2: asked('port', 'password'),
  azuredatabricks: asked('accessToken', 'existingClusterId'),
  snowflake: asked('password'),
  scheduletrigger: { own: ['pipelines'] },
  tumblingwindowtrigger: { own: ['pipeline'], settings: ['endTime', 'retryPolicy'] },
  blobeventstrigger: {
    own: ['pipelines'],
    settings: ['blobPathBeginsWith', 'blobPathEndsWith', 'ignoreEmptyBlobs'],
  },
  customeventstrigger: { own: ['pipelines'], settings: ['subjectBeginsWith', 'subjectEndsWith'] },
  managedidentity: asked('resourceId'),
  serviceprincipal: asked('tenant', 'servicePrincipalId', 'servicePrincipalKey'),
  mappingdataflow: asked('sources', 'sinks', 'transformations', 'scriptLines'),
  scheduletriggerrecurrence: asked('frequency', 'interval', 'startTime', 'timeZone'),
};

/** Of what stands inside: only those that a type has. */
const ENDINGS: [RegExp, Asked][] = [
  [/location$/, asked('container', 'fileSystem', 'bucketName', 'folderPath', 'fileName')],
  [/source$/, asked('storeSettings', 'sqlReaderQuery', 'query')],
  [/sink$/, asked('storeSettings', 'formatSettings')],
];

const NOTHING: readonly string[] = [];

/** What a form asks for although the schema does not require it. */
export function askedOf(type: string, where: keyof Asked): readonly string[] {
  const name = type.toLowerCase();
  const known =
    ASKED[name] ?? RESOURCES[name] ?? ENDINGS.find(([ending]) => ending.test(name))?.[1];
  return known?.[where] ?? NOTHING;
}
