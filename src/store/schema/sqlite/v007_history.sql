-- History for people and their programs, in Data Factory's names: docs/history.md has each column.
-- Times are ISO 8601 in UTC, durations milliseconds, both null while it is not over.
DROP VIEW activity_history;

CREATE VIEW pipeline_run_history AS
SELECT run_id AS runId, group_id AS runGroupId, is_latest AS isLatest, pipeline AS pipelineName,
       status, message,
       strftime('%Y-%m-%dT%H:%M:%S', started_at / 1000000, 'unixepoch')
         || printf('.%06dZ', started_at % 1000000) AS runStart,
       strftime('%Y-%m-%dT%H:%M:%S', ended_at / 1000000, 'unixepoch')
         || printf('.%06dZ', ended_at % 1000000) AS runEnd,
       (ended_at - started_at) / 1000 AS durationInMs,
       strftime('%Y-%m-%dT%H:%M:%S', updated_at / 1000000, 'unixepoch')
         || printf('.%06dZ', updated_at % 1000000) AS lastUpdated,
       parameters, invoked_by ->> '$.name' AS invokedByName,
       invoked_by ->> '$.invokedByType' AS invokedByType,
       nullif(parent_run_id, '') AS parentRunId, annotations,
       result ->> '$.error.errorCode' AS errorCode,
       result ->> '$.error.failureType' AS failureType,
       result -> '$.returnValue' AS returnValue, factories.factory
FROM runs LEFT JOIN factories ON factories.id = runs.factory;

CREATE VIEW activity_run_history AS
SELECT runs.run_id AS pipelineRunId, runs.pipeline AS pipelineName,
       activity_runs.activity_run_id AS activityRunId, activity_runs.name AS activityName,
       activity_runs.type AS activityType, activity_runs.status,
       strftime('%Y-%m-%dT%H:%M:%S', activity_runs.started_at / 1000000, 'unixepoch')
         || printf('.%06dZ', activity_runs.started_at % 1000000) AS activityRunStart,
       strftime('%Y-%m-%dT%H:%M:%S', activity_runs.ended_at / 1000000, 'unixepoch')
         || printf('.%06dZ', activity_runs.ended_at % 1000000) AS activityRunEnd,
       (activity_runs.ended_at - activity_runs.started_at) / 1000 AS durationInMs,
       activity_runs.attempt AS retryAttempt, nullif(activity_runs.path, '') AS path,
       activity_runs.sequence, nullif(activity_runs.parent, 0) AS parentSequence,
       nullif(activity_runs.input, '') AS input, nullif(activity_runs.output, '') AS output,
       nullif(activity_runs.error, '') AS error,
       iif(activity_runs.error = '', NULL, activity_runs.error ->> '$.errorCode') AS errorCode,
       iif(activity_runs.error = '', NULL, activity_runs.error ->> '$.failureType') AS failureType,
       nullif(activity_runs.user_properties, '') AS userProperties,
       activity_runs.recovered, factories.factory
FROM activity_runs JOIN runs ON runs.id = activity_runs.run
     LEFT JOIN factories ON factories.id = runs.factory;

CREATE VIEW trigger_run_history AS
SELECT trigger_run_id AS triggerRunId, trigger AS triggerName, type AS triggerType, status, message,
       strftime('%Y-%m-%dT%H:%M:%S', started_at / 1000000, 'unixepoch')
         || printf('.%06dZ', started_at % 1000000) AS triggerRunTimestamp,
       strftime('%Y-%m-%dT%H:%M:%S', updated_at / 1000000, 'unixepoch')
         || printf('.%06dZ', updated_at % 1000000) AS lastUpdated,
       properties, pipelines AS triggeredPipelines, factories.factory
FROM trigger_runs LEFT JOIN factories ON factories.id = trigger_runs.factory;
