// Names such as 𠮷野 and 高槗 need glyphs that BIZ UDPGothic lacks; the browser fetches only those.
import '@fontsource/noto-sans-jp/400.css';
