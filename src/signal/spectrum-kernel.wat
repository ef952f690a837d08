;; The two loops in which a frame's spectrum becomes band levels, four bins at a time: in JavaScript they took
;; a third of all the processor time. Compiled by `npx tsx scripts/generate-kernel.ts`. WebAssembly's SIMD gives the
;; same bits on every machine. Addresses and counts are in bytes unless said otherwise.
(module
  (memory (export "memory") 1)

  ;; power[k] = |X[k] - (X[k-1] + X[k+1]) / 2|² · scale for bins 2 … `bins` - 1, then four zeros.
  ;; spectrum: pairs of real and imaginary part, one for each bin.
  (func (export "hannPower") (param $spectrum i32) (param $power i32) (param $bins i32) (param $scale f32)
    (local $end i32)
    (local $scales v128)
    (local $half v128)
    (local $first v128)
    (local $second v128)
    (local.set $scales (f32x4.splat (local.get $scale)))
    (local.set $half (v128.const f32x4 0.5 0.5 0.5 0.5))
    (local.set $end (i32.add (local.get $power) (i32.shl (local.get $bins) (i32.const 2))))
    (local.set $power (i32.add (local.get $power) (i32.const 8)))
    (local.set $spectrum (i32.add (local.get $spectrum) (i32.const 8)))
    (loop $next
      ;; `spectrum` points to the bin before: two bins, then the two after them.
      (local.set $first
        (f32x4.sub
          (v128.load offset=8 align=4 (local.get $spectrum))
          (f32x4.mul (local.get $half)
            (f32x4.add
              (v128.load align=4 (local.get $spectrum))
              (v128.load offset=16 align=4 (local.get $spectrum))))))
      (local.set $first (f32x4.mul (local.get $first) (local.get $first)))
      (local.set $second
        (f32x4.sub
          (v128.load offset=24 align=4 (local.get $spectrum))
          (f32x4.mul (local.get $half)
            (f32x4.add
              (v128.load offset=16 align=4 (local.get $spectrum))
              (v128.load offset=32 align=4 (local.get $spectrum))))))
      (local.set $second (f32x4.mul (local.get $second) (local.get $second)))
      (v128.store align=4 (local.get $power)
        (f32x4.mul
          (local.get $scales)
          (f32x4.add
            (i8x16.shuffle 0 1 2 3 8 9 10 11 16 17 18 19 24 25 26 27 (local.get $first) (local.get $second))
            (i8x16.shuffle 4 5 6 7 12 13 14 15 20 21 22 23 28 29 30 31 (local.get $first) (local.get $second)))))
      (local.set $spectrum (i32.add (local.get $spectrum) (i32.const 32)))
      (local.set $power (i32.add (local.get $power) (i32.const 16)))
      (br_if $next (i32.lt_u (local.get $power) (local.get $end))))
    ;; The last four may have gone beyond the bins that are asked for.
    (v128.store align=4 (local.get $end) (v128.const f32x4 0 0 0 0)))

  ;; sums[b] = Σ weight · power for each of `bands` (a count).
  ;; table: for each band the addresses of its weights and of its first bin's power, and its length, a multiple of 32.
  (func (export "bandSums") (param $table i32) (param $bands i32) (param $sums i32)
    (local $end i32)
    (local $weights i32)
    (local $power i32)
    (local $weightsEnd i32)
    (local $even v128)
    (local $odd v128)
    (local.set $end (i32.add (local.get $sums) (i32.shl (local.get $bands) (i32.const 2))))
    (loop $nextBand
      (local.set $weights (i32.load (local.get $table)))
      (local.set $power (i32.load offset=4 (local.get $table)))
      (local.set $weightsEnd (i32.add (local.get $weights) (i32.load offset=8 (local.get $table))))
      (local.set $even (v128.const f32x4 0 0 0 0))
      (local.set $odd (v128.const f32x4 0 0 0 0))
      (loop $nextBins
        (local.set $even
          (f32x4.add (local.get $even)
            (f32x4.mul (v128.load align=4 (local.get $weights)) (v128.load align=4 (local.get $power)))))
        (local.set $odd
          (f32x4.add (local.get $odd)
            (f32x4.mul (v128.load offset=16 align=4 (local.get $weights)) (v128.load offset=16 align=4 (local.get $power)))))
        (local.set $weights (i32.add (local.get $weights) (i32.const 32)))
        (local.set $power (i32.add (local.get $power) (i32.const 32)))
        (br_if $nextBins (i32.lt_u (local.get $weights) (local.get $weightsEnd))))
      (local.set $even (f32x4.add (local.get $even) (local.get $odd)))
      (f32.store (local.get $sums)
        (f32.add
          (f32.add (f32x4.extract_lane 0 (local.get $even)) (f32x4.extract_lane 1 (local.get $even)))
          (f32.add (f32x4.extract_lane 2 (local.get $even)) (f32x4.extract_lane 3 (local.get $even)))))
      (local.set $table (i32.add (local.get $table) (i32.const 12)))
      (local.set $sums (i32.add (local.get $sums) (i32.const 4)))
      (br_if $nextBand (i32.lt_u (local.get $sums) (local.get $end))))))
