-- The game events of one day: from the folder they came in to a table's partition.
set hive.exec.dynamic.partition.mode=nonstrict;

drop table if exists raw_events;
create external table raw_events (at_time string, profile int, network string, seconds bigint)
partitioned by (yearno int, monthno int, dayno int)
row format delimited fields terminated by ',' stored as textfile
location 'wasb://logs@<account>.blob.core.windows.net/raw';
alter table raw_events add if not exists partition
  (yearno=${hiveconf:Year}, monthno=${hiveconf:Month}, dayno=${hiveconf:Day});

drop table if exists events;
create external table events (at_time string, profile int, network string, seconds bigint)
partitioned by (yearno int, monthno int, dayno int)
row format delimited fields terminated by ',' stored as textfile
location 'wasb://logs@<account>.blob.core.windows.net/partitioned';

insert overwrite table events partition (yearno, monthno, dayno)
select at_time, profile, network, seconds, yearno, monthno, dayno from raw_events;
