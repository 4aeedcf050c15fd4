document.title = 'Lá Chắn';
