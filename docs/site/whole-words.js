/* 主题自带的搜索拆中文的词时漏掉最后一个字（“勾稽”只查“勾”）：在一串汉字后面垫一个字，最后一个词就完整了。
   开头不是索引里的词的不垫，照原样查。 */
(() => {
  const QUERY = 2, PAD = "々";
  let words;
  const known = () => {
    if (!words && typeof __index !== "undefined") {
      const split = new RegExp(__index.config.separator);
      words = new Set(__index.docs.flatMap(doc => `${doc.title} ${doc.text}`.split(split)));
    }
    return words;
  };
  const begins = run => {
    const all = known();
    for (let end = 1; end <= run.length; end++)
      if (!all || all.has(run.slice(0, end))) return true;
    return false;
  };
  const post = Worker.prototype.postMessage;
  Worker.prototype.postMessage = function (message, ...rest) {
    if (message && message.type === QUERY && typeof message.data === "string") {
      const data = message.data.replace(/\p{sc=Han}{2,}/gu, run => begins(run) ? run + PAD : run);
      message = { ...message, data };
    }
    return post.call(this, message, ...rest);
  };
})();
