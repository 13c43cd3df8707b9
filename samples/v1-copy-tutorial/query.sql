SELECT FirstName, LastName FROM emp ORDER BY LastName
