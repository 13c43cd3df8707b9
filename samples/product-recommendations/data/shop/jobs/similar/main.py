"""Items that the same customers bought: `similar PURCHASES OUTPUT`.

The score of a pair is the number of customers who bought both, of those who bought one of them.
"""
import sys

from pyspark.sql import SparkSession, functions as of

spark = SparkSession.builder.appName("similar").getOrCreate()
purchases = spark.read.csv(sys.argv[1], header=True).select("customer", "item").distinct()
buyers = purchases.groupBy("item").agg(of.count("*").alias("buyers"))
one, other = purchases.alias("one"), purchases.alias("other")
pairs = (one.join(other, of.col("one.customer") == of.col("other.customer"))
         .where(of.col("one.item") != of.col("other.item"))
         .groupBy(of.col("one.item").alias("item"), of.col("other.item").alias("also"))
         .agg(of.count("*").alias("both")))
others = buyers.select(of.col("item").alias("also"), of.col("buyers").alias("others"))
either = of.col("buyers") + of.col("others") - of.col("both")
scored = (pairs.join(buyers, "item").join(others, "also")
          .select("item", "also", of.round(of.col("both") / either, 3).alias("score")))
best = scored.where("score >= 0.3").orderBy("item", "also")
print("pairs:", best.count())
best.coalesce(1).write.mode("overwrite").csv(sys.argv[2], header=True)
