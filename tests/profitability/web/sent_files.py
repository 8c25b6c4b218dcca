"""Files as a person would send them: two customers, an order pool by orders, common costs, one direct cost."""

GOOD_FILES = {
    "settings.csv": "key,value\nperiod_start,2025-01-01\nperiod_end,2025-12-31\n",
    "customers.csv": "customer_id,name,segment,customer_since\n"
    "1001,Åkeri & Öl Norden AB,Transport,2015-01-01\n1002,Bageriet i Ö,Livs,2016-01-01\n",
    "transactions.csv": "customer_id,date,gross_sales,order_id,discount,cost_of_goods\n"
    "1001,2025-02-01,10000.00,A1,500.00,5000.00\n1002,2025-03-01,1000.00,A2,0,900.00\n",
    "pools.csv": "pool_id,name,line,amount,driver\n"
    "ORD,Ordermottagning,order_handling,401.01,@orders\nHK,Huvudkontor,common,300.00,\n",
    "direct_costs.csv": "customer_id,line,amount,date,text\n1001,logistics,120.50,2025-04-01,Budbil\n",
}
BROKEN_FILES = GOOD_FILES | {
    "transactions.csv": "customer_id,date,gross_sales,order_id,discount,cost_of_goods\n"
    "1001,2025-02-01,12 500 kr,A1,500.00,5000.00\n9999,2025-03-01,1000.00,A2,0,900.00\n",
}
