#include "v1/stores.h"

#include "base/names.h"

namespace weir::v1 {
namespace {

constexpr StoreType kStores[] = {
    {.v1 = "AzureStorage",
     .v2 = "AzureBlobStorage",
     .files = "AzureBlobStorage",
     .root = "container"},
    {.v1 = "AzureStorageSas",
     .v2 = "AzureBlobStorage",
     .files = "AzureBlobStorage",
     .root = "container"},
    {.v1 = "AzureDataLakeStore", .v2 = "AzureDataLakeStore", .files = "AzureDataLakeStore"},
    {.v1 = "OnPremisesFileServer", .v2 = "FileServer", .files = "FileServer"},
    {.v1 = "Hdfs", .v2 = "Hdfs", .files = "Hdfs"},
    {.v1 = "AwsAccessKey", .v2 = "AmazonS3", .files = "AmazonS3", .root = "bucketName"},
    {.v1 = "FtpServer", .v2 = "FtpServer", .files = "Ftp"},
    {.v1 = "Sftp", .v2 = "Sftp", .files = "Sftp"},
    {.v1 = "Http", .v2 = "HttpServer", .files = "Http"},
    {.v1 = "AzureSqlDatabase",
     .v2 = "AzureSqlDatabase",
     .dataset = "AzureSqlTable",
     .source = "AzureSqlSource",
     .sink = "AzureSqlSink"},
    {.v1 = "AzureSqlDW",
     .v2 = "AzureSqlDW",
     .dataset = "AzureSqlDWTable",
     .source = "SqlDWSource",
     .sink = "SqlDWSink"},
    {.v1 = "OnPremisesSqlServer",
     .v2 = "SqlServer",
     .dataset = "SqlServerTable",
     .source = "SqlServerSource",
     .sink = "SqlServerSink"},
    {.v1 = "OnPremisesOracle",
     .v2 = "Oracle",
     .dataset = "OracleTable",
     .source = "OracleSource",
     .sink = "OracleSink"},
    {.v1 = "DocumentDb",
     .v2 = "CosmosDb",
     .dataset = "CosmosDbSqlApiCollection",
     .source = "CosmosDbSqlApiSource",
     .sink = "CosmosDbSqlApiSink"},
    {.v1 = "AzureSearch",
     .v2 = "AzureSearch",
     .dataset = "AzureSearchIndex",
     .sink = "AzureSearchIndexSink"},
    {.v1 = "OnPremisesMySql", .v2 = "MySql", .dataset = "MySqlTable", .source = "MySqlSource"},
    {.v1 = "OnPremisesDB2", .v2 = "Db2", .dataset = "Db2Table", .source = "Db2Source"},
    {.v1 = "OnPremisesTeradata",
     .v2 = "Teradata",
     .dataset = "TeradataTable",
     .source = "TeradataSource"},
    {.v1 = "OnPremisesPostgreSql",
     .v2 = "PostgreSql",
     .dataset = "PostgreSqlTable",
     .source = "PostgreSqlSource"},
    {.v1 = "OnPremisesSybase", .v2 = "Sybase", .dataset = "SybaseTable", .source = "SybaseSource"},
    {.v1 = "OnPremisesCassandra",
     .v2 = "Cassandra",
     .dataset = "CassandraTable",
     .source = "CassandraSource"},
    {.v1 = "OnPremisesMongoDb",
     .v2 = "MongoDb",
     .dataset = "MongoDbCollection",
     .source = "MongoDbSource"},
    {.v1 = "AmazonRedshift",
     .v2 = "AmazonRedshift",
     .dataset = "AmazonRedshiftTable",
     .source = "AmazonRedshiftSource"},
    {.v1 = "SapBw", .v2 = "SapBW", .dataset = "SapBwCube", .source = "SapBwSource"},
    {.v1 = "SapHana", .v2 = "SapHana", .dataset = "SapHanaTable", .source = "SapHanaSource"},
    {.v1 = "Salesforce",
     .v2 = "Salesforce",
     .dataset = "SalesforceObject",
     .source = "SalesforceSource"},
    {.v1 = "OnPremisesOdbc", .v2 = "Odbc", .dataset = "OdbcTable", .source = "OdbcSource"},
    {.v1 = "OData", .v2 = "OData", .dataset = "ODataResource", .source = "ODataSource"},
    {.v1 = "Web", .v2 = "Web", .dataset = "WebTable", .source = "WebSource"},
    {.v1 = "HDInsight", .v2 = "HDInsight"},
    {.v1 = "HDInsightOnDemand", .v2 = "HDInsightOnDemand"},
    {.v1 = "AzureBatch", .v2 = "AzureBatch"},
    {.v1 = "AzureML", .v2 = "AzureML"},
    {.v1 = "AzureDataLakeAnalytics", .v2 = "AzureDataLakeAnalytics"},
    {.v1 = "CustomDataSource", .v2 = "CustomDataSource"},
};

}  // namespace

const StoreType* FindStoreType(std::string_view v1_linked_service) {
  for (const StoreType& one : kStores) {
    if (SameName(one.v1, v1_linked_service)) return &one;
  }
  return nullptr;
}

std::string_view KeptDatasetType(std::string_view v1_dataset) {
  if (SameName(v1_dataset, "AmazonS3")) return "AmazonS3Object";
  if (SameName(v1_dataset, "Http")) return "HttpFile";
  if (SameName(v1_dataset, "AzureDataLakeStore")) return "AzureDataLakeStoreFile";
  return v1_dataset;
}

bool IsFileDatasetType(std::string_view v1_dataset) {
  for (const std::string_view one :
       {"AzureBlob", "AzureDataLakeStore", "FileShare", "AmazonS3", "Http"}) {
    if (SameName(one, v1_dataset)) return true;
  }
  return false;
}

}  // namespace weir::v1
