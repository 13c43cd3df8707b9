#include "model/v1/types.h"

#include "base/names.h"

namespace weir::model {
namespace {

constexpr std::string_view kCluster = "an HDInsight cluster";
constexpr std::string_view kMachineLearning = "an Azure Machine Learning web service";

constexpr V1ActivityType kActivityTypes[] = {
    {"Copy", ""},
    {"SqlServerStoredProcedure", ""},
    {"HDInsightHive", kCluster},
    {"HDInsightPig", kCluster},
    {"HDInsightMapReduce", kCluster},
    {"HDInsightStreaming", kCluster},
    {"HDInsightSpark", kCluster},
    {"AzureMLBatchExecution", kMachineLearning},
    {"AzureMLBatchScoring", kMachineLearning},
    {"AzureMLUpdateResource", kMachineLearning},
    {"DataLakeAnalyticsU-SQL", "an Azure Data Lake Analytics account"},
    {"DotNetActivity", "an Azure Batch pool or an HDInsight cluster"},
};

}  // namespace

const V1ActivityType* FindV1ActivityType(std::string_view name) {
  for (const V1ActivityType& one : kActivityTypes) {
    if (SameName(one.name, name)) return &one;
  }
  return nullptr;
}

const std::vector<std::string>& V1ActivityTypeNames() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> all;
    for (const V1ActivityType& one : kActivityTypes) all.emplace_back(one.name);
    return all;
  }();
  return names;
}

const std::vector<std::string>& V1DatasetTypes() {
  static const std::vector<std::string> types = {"AzureBlob",
                                                 "AzureDataLakeStore",
                                                 "FileShare",
                                                 "AmazonS3",
                                                 "Http",
                                                 "AzureSqlTable",
                                                 "AzureSqlDWTable",
                                                 "SqlServerTable",
                                                 "AzureTable",
                                                 "OracleTable",
                                                 "RelationalTable",
                                                 "CassandraTable",
                                                 "MongoDbCollection",
                                                 "DocumentDbCollection",
                                                 "AzureSearchIndex",
                                                 "ODataResource",
                                                 "WebTable",
                                                 "CustomDataset"};
  return types;
}

const std::vector<std::string>& V1LinkedServiceTypes() {
  static const std::vector<std::string> types = {"AzureStorage",
                                                 "AzureStorageSas",
                                                 "AzureDataLakeStore",
                                                 "AzureSqlDatabase",
                                                 "AzureSqlDW",
                                                 "DocumentDb",
                                                 "AzureSearch",
                                                 "OnPremisesSqlServer",
                                                 "OnPremisesOracle",
                                                 "OnPremisesMySql",
                                                 "OnPremisesDB2",
                                                 "OnPremisesTeradata",
                                                 "OnPremisesPostgreSql",
                                                 "OnPremisesSybase",
                                                 "OnPremisesCassandra",
                                                 "OnPremisesMongoDb",
                                                 "AmazonRedshift",
                                                 "SapBw",
                                                 "SapHana",
                                                 "OnPremisesFileServer",
                                                 "Hdfs",
                                                 "AwsAccessKey",
                                                 "FtpServer",
                                                 "Sftp",
                                                 "Http",
                                                 "Salesforce",
                                                 "OnPremisesOdbc",
                                                 "OData",
                                                 "Web",
                                                 "HDInsightOnDemand",
                                                 "HDInsight",
                                                 "AzureBatch",
                                                 "AzureML",
                                                 "AzureDataLakeAnalytics",
                                                 "CustomDataSource"};
  return types;
}

}  // namespace weir::model
