"""/desk/paper/: 数字报 as editors make it: editions, their pages, the hot areas on them, 签发 and 发布."""
