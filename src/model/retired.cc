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
  if (SameName(activity_type, "DotNetActivity")) {
    return "its class is loaded by a host of Microsoft's for .NET Framework, which cannot be had; "
           "make "
           "it a program and run that as Custom on Azure Batch, Slurm or this machine ('weir "
           "migrate' "
           "writes the activity but for its command)";
  }
  return {};
}

}  // namespace weir::model
