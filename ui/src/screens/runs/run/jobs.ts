/** Types that the service, or a gateway, does by itself. */
const WITHOUT_JOBS = new Set([
  'AppendVariable',
  'AzureFunctionActivity',
  'Copy',
  'Delete',
  'ExecutePipeline',
  'Fail',
  'Filter',
  'ForEach',
  'GetMetadata',
  'IfCondition',
  'Lookup',
  'Script',
  'SetVariable',
  'SqlServerStoredProcedure',
  'Switch',
  'Until',
  'Validation',
  'Wait',
  'WebActivity',
  'WebHook',
]);

/** Whether activities of a type have a job run elsewhere, which may write a log. */
export const runsJobs = (type: string): boolean => !WITHOUT_JOBS.has(type);
