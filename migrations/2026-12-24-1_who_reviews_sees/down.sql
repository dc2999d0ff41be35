-- Which of them said it before is not known. Versions of before read a permission that they do not know as none.
select 1;
