-- The game events of one day, with the country of their network.
set hive.exec.dynamic.partition.mode=nonstrict;

drop table if exists geo_codes;
create external table geo_codes (network string, country string)
row format delimited fields terminated by ',' stored as textfile
location 'wasb://refdata@<account>.blob.core.windows.net/';

drop table if exists day_events;
create external table day_events (at_time string, profile int, network string, seconds bigint)
partitioned by (yearno int, monthno int, dayno int)
row format delimited fields terminated by ',' stored as textfile
location 'wasb://logs@<account>.blob.core.windows.net/partitioned';
alter table day_events add if not exists partition
  (yearno=${hiveconf:Year}, monthno=${hiveconf:Month}, dayno=${hiveconf:Day});

drop table if exists enriched;
create external table enriched (played string, profile int, country string, seconds bigint)
partitioned by (yearno int, monthno int, dayno int)
row format delimited fields terminated by ',' stored as textfile
location 'wasb://logs@<account>.blob.core.windows.net/enriched';

insert overwrite table enriched partition (yearno, monthno, dayno)
select concat(e.yearno, '-', lpad(cast(e.monthno as string), 2, '0'), '-',
              lpad(cast(e.dayno as string), 2, '0')),
       e.profile, g.country, e.seconds, e.yearno, e.monthno, e.dayno
from day_events e join geo_codes g on e.network = g.network;
