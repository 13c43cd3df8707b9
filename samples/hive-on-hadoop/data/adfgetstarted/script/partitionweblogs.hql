-- The lines of a web server's log, into a folder for each year and month.
set hive.exec.dynamic.partition.mode=nonstrict;

drop table if exists web_logs;
create external table web_logs (
  on_day string, at_time string, method string, page string, status int)
row format delimited fields terminated by ',' stored as textfile
location '${hiveconf:inputtable}';

drop table if exists web_logs_by_month;
create external table web_logs_by_month (
  on_day string, at_time string, method string, page string, status int)
partitioned by (year int, month int)
row format delimited fields terminated by ',' stored as textfile
location '${hiveconf:partitionedtable}';

insert overwrite table web_logs_by_month partition (year, month)
select on_day, at_time, method, page, status, year(on_day), month(on_day) from web_logs;
