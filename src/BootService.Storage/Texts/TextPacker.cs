using System.Collections.Immutable;
using System.Runtime.InteropServices;
using BootService.Core.Installs;
using BootService.Core.Stored;

namespace BootService.Storage.Texts;

/// <summary>A file of an attempt as it is stored.</summary>
/// <param name="Texts">The rows it takes, bases before what is packed against them.</param>
/// <param name="Text">The digest of what the installer reads.</param>
/// <param name="Masked">The digest of the same with masks for secrets; null for none.</param>
internal sealed record PackedAnswer(ImmutableArray<StoredText> Texts, string Text, string? Masked);

/// <summary>
/// Packs the files of attempts. A thousand nodes of one profile read a thousand kickstarts that differ in a few lines: the first is kept whole, as the base of
/// the others. Not safe for several threads.
/// </summary>
internal sealed class TextPacker
{
    /// <summary>Packing a text that is shorter saves nothing.</summary>
    private const int WorthIt = 160;

    /// <summary>Bases of files of one name: nodes of several appliances take turns.</summary>
    private const int MostBases = 6;

    /// <summary>What a text must at least be packed to, beside what it would take alone, for a base to be a good one.</summary>
    private const int Better = 3;

    private readonly Dictionary<string, List<TextBase>> _bases = new(StringComparer.Ordinal);

    /// <summary>Packs a file.</summary>
    public PackedAnswer Pack(FrozenAnswer answer)
    {
        var rows = ImmutableArray.CreateBuilder<StoredText>();

        // What is masked becomes the base where there is none: no secret of one host then lies before the texts of others.
        var masked = answer.Masked is { } text ? Pack(answer.Name, text, rows) : null;
        var whole = Pack(answer.Name, answer.Text, rows);
        return new PackedAnswer(rows.ToImmutable(), whole, masked);
    }

    private string Pack(string name, FrozenText text, ImmutableArray<StoredText>.Builder rows)
    {
        var octets = text.Octets;
        var digest = TextPacking.DigestOf(octets.Span);
        if (octets.Length < WorthIt)
        {
            rows.Add(new StoredText(digest, null, IsPacked: false, [.. octets.Span]));
            return digest;
        }

        var (against, packed) = Best(name, octets);
        rows.Add(against.Row);
        rows.Add(new StoredText(digest, against.Row.Digest, IsPacked: true, ImmutableCollectionsMarshal.AsImmutableArray(packed)));
        return digest;
    }

    private (TextBase Base, byte[] Packed) Best(string name, ReadOnlyMemory<byte> octets)
    {
        ref var bases = ref CollectionsMarshal.GetValueRefOrAddDefault(_bases, name, out _);
        bases ??= [];
        for (var at = 0; at < bases.Count; at++)
        {
            var known = bases[at];
            var packed = known.Pack(octets.Span);
            if (packed.Length * Better <= known.AloneFor(octets.Length))
            {
                // The next text is most likely of the same kind.
                bases.RemoveAt(at);
                bases.Insert(0, known);
                return (known, packed);
            }
        }

        var begun = new TextBase(octets);
        bases.Insert(0, begun);
        if (bases.Count > MostBases)
        {
            bases.RemoveAt(MostBases);
        }

        return (begun, begun.Pack(octets.Span));
    }

    /// <summary>A text whose stream others go on.</summary>
    private sealed class TextBase
    {
        private readonly ReadOnlyMemory<byte> _text;
        private readonly byte[] _begun;

        public TextBase(ReadOnlyMemory<byte> text)
        {
            _text = text;
            _begun = TextPacking.Begin(text.Span);
            Row = new StoredText(TextPacking.DigestOf(_begun), null, IsPacked: true, ImmutableCollectionsMarshal.AsImmutableArray(_begun));
        }

        /// <summary>Its row, named by the stream itself: another library's stream of the same text is another row.</summary>
        public StoredText Row { get; }

        public byte[] Pack(ReadOnlySpan<byte> text) => TextPacking.GoOn(_text.Span, _begun, text);

        /// <summary>What a text so long would take that has nothing of this one.</summary>
        public long AloneFor(int length) => (long)length * _begun.Length / _text.Length;
    }
}
