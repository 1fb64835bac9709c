/* CKEditor plugin: photos of the library in a body.
 *
 * Stored is `<figure data-photo="ID"><figcaption>caption</figcaption></figure>` and nothing else; the thumbnail is put
 * in when the editor loads a body (upcast) and taken out when it gives one back (downcast). */
"use strict";
(() => {
  const ID = /^\d{1,18}$/;

  const isPhoto = (element) => element.name === "figure" && ID.test(element.attributes["data-photo"] || "");

  /** Blank captions are no captions: the server drops them too. */
  const isBlank = (element) => !element.getHtml().replace(/<br[^>]*>|&nbsp;|[\s\u00a0\u3000\u200b]/g, "");

  function upcast(element) {
    if (!isPhoto(element)) return false;
    const known = element.children.filter((child) => child.name === "figcaption");
    if (!known.length) element.add(new CKEDITOR.htmlParser.element("figcaption", {}));
    const picture = new CKEDITOR.htmlParser.element("img", {
      src: window.NewsroomPhotos.thumbnail(element.attributes["data-photo"]),
      alt: `图片 ${element.attributes["data-photo"]}`,
      class: "newsroom-thumbnail",
    });
    element.add(picture, 0);
    return true;
  }

  function downcast(element) {
    for (const child of [...element.children]) {
      if (child.name === "img" || (child.name === "figcaption" && isBlank(child))) child.remove();
    }
    element.attributes = { "data-photo": element.attributes["data-photo"] };
    return element;
  }

  /** Where the picture goes: at the caret, but behind a picture whose caption the caret stands in. */
  function placeOf(editor) {
    const widget = editor.widgets.focused || editor.widgets.widgetHoldingFocusedEditable;
    if (widget) {
      const range = editor.createRange();
      range.setStartAfter(widget.wrapper);
      range.collapse(true);
      return [range];
    }
    const selection = editor.getSelection();
    return selection ? selection.getRanges() : [];
  }

  async function insertPhoto(editor) {
    const ranges = placeOf(editor);
    const photo = await window.NewsroomPhotos.choose();
    editor.focus();
    if (!photo) return;
    if (ranges.length) editor.getSelection().selectRanges(ranges);
    const caption = CKEDITOR.tools.htmlEncode(photo.caption || "");
    editor.insertHtml(`<figure data-photo="${Number(photo.id)}"><figcaption>${caption}</figcaption></figure>`);
  }

  /** The link window offers what `clean()` keeps: http, https, mail and telephone. */
  function narrowLinks(event) {
    if (event.data.name !== "link") return;
    event.data.definition.removeContents("upload");
    const info = event.data.definition.getContents("info");
    info.get("linkType").items = info.get("linkType").items.filter(([, kind]) => kind !== "anchor");
    const protocol = info.get("protocol");
    protocol.items = protocol.items.filter(([, start]) => ["http://", "https://", ""].includes(start));
  }

  CKEDITOR.on("dialogDefinition", narrowLinks);

  CKEDITOR.plugins.add("newsroomphoto", {
    requires: "widget",

    init(editor) {
      editor.widgets.add("newsroomphoto", {
        pathName: "图片",
        template: '<figure data-photo="0"><figcaption></figcaption></figure>',
        requiredContent: "figure[data-photo]",
        editables: { caption: { selector: "figcaption", pathName: "图片说明", allowedContent: "strong em sub sup br; a[!href,title]" } },
        upcast,
        downcast,
        init() {
          this.element.$.querySelector("figcaption").setAttribute("data-placeholder", "图片说明");
        },
      });
      editor.addCommand("newsroomPhotoInsert", { async: true, exec: (of) => { insertPhoto(of); } });
      editor.ui.addButton("NewsroomPhoto", {
        label: "插入图库图片",
        command: "newsroomPhotoInsert",
        icon: `${this.path}icon.svg`,
        toolbar: "insert",
      });
    },
  });
})();
