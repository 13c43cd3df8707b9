UPDATE dbo.watermark SET mark = @mark WHERE table_name = @table_name;
