using System.Data.Common;
using BootService.Core.Installs;
using BootService.Core.Stored;
using BootService.Storage.Sql;

namespace BootService.Storage.Texts;

/// <summary>Reads texts back, and looks whether they are what they are named by.</summary>
/// <param name="connection">Where they are; inside a transaction that sees one moment.</param>
/// <param name="dialect">What is spoken there.</param>
internal sealed class KeptTexts(DbConnection connection, Dialect dialect)
{
    private static readonly string OfDigest = $"{TableText.All(InstallTables.Texts)} WHERE digest = $1";

    private readonly Dictionary<string, StoredText> _rows = new(StringComparer.Ordinal);

    /// <summary>The text of a digest.</summary>
    /// <exception cref="DamagedRowException">It is not there, or not what was put there.</exception>
    public FrozenText Read(string digest)
    {
        try
        {
            var row = Row(digest);
            if (!row.IsPacked)
            {
                return new FrozenText(row.Octets.AsMemory());
            }

            var octets = TextPacking.Unpack(row.Base is { } other ? Row(other).Octets.AsSpan() : [], row.Octets.AsSpan());
            return TextPacking.DigestOf(octets) == digest
                ? new FrozenText(octets)
                : throw new FormatException("what is packed in it is not what it is named by");
        }
        catch (FormatException fault)
        {
            throw new DamagedRowException($"{InstallTables.Texts.Name}.octets of {digest}: {fault.Message}", fault);
        }
    }

    private StoredText Row(string digest)
    {
        if (!_rows.TryGetValue(digest, out var row))
        {
            row = connection.Ask(dialect, OfDigest, InstallTables.Texts, InstallTables.Texts.Reader(), digest) is [var found]
                ? found
                : throw new FormatException("there is no such row");
            _rows[digest] = row;
        }

        return row;
    }
}
