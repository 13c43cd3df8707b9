#include "model/retired.h"

#include "base/names.h"

namespace weir::model {

std::string WhyRetired(const std::string& activity_type) {
  if (SameName(activity_type, "DataLakeAnalyticsU-SQL")) {
    return "U-SQL ran on Azure Data Lake Analytics only, which was closed on 29 February 2024; "
           "write the script in SQL or for Spark";
  }
  if (SameName(activity_type, "ExecuteSSISPackage")) {
    return "packages of SQL Server Integration Services need Microsoft's own runtime, which cannot "
           "be had here; run the package by its own tools, or rebuild it from activities";
  }
  return {};
}

}  // namespace weir::model
