DELETE FROM campaign WHERE day = @day;
INSERT INTO campaign SELECT @day, country, COUNT(DISTINCT profile), SUM(seconds) FROM profiles WHERE played = @day GROUP BY country;
