using System.Buffers.Text;
using System.Text;

namespace BootService.Protocols.Tftp;

/// <summary>The options of a request or of an OACK (RFC 2347 to 2349, RFC 7440); null where one is absent.</summary>
/// <param name="BlockSize">Bytes of data in a block, 8 to 65,464; a larger wish is read as 65,464, a smaller one as none.</param>
/// <param name="TransferSize">Bytes of the file; 0 in a read request, where it asks for the number.</param>
/// <param name="TimeoutSeconds">Seconds until a retransmission, 1 to 255.</param>
/// <param name="WindowSize">Blocks sent before an acknowledgement is awaited, 1 to 65,535.</param>
public readonly record struct TftpOptions(int? BlockSize, long? TransferSize, int? TimeoutSeconds, int? WindowSize)
{
    /// <summary>Smallest block (RFC 2348).</summary>
    public const int MinBlockSize = 8;

    /// <summary>Largest block (RFC 2348).</summary>
    public const int MaxBlockSize = 65_464;

    /// <summary>The block where none is negotiated (RFC 1350).</summary>
    public const int DefaultBlockSize = 512;

    /// <summary>Whether anything we know is asked for; without that, the answer is DATA and not OACK.</summary>
    public bool Any => BlockSize is not null || TransferSize is not null || TimeoutSeconds is not null || WindowSize is not null;

    /// <summary>
    /// Reads name and value pairs. Unknown names, numbers that are none or out of range, and repeated names are passed over; a pair cut short ends the walk.
    /// </summary>
    public static TftpOptions Read(ReadOnlySpan<byte> pairs)
    {
        var options = default(TftpOptions);
        while (TakeString(ref pairs, out var name) && TakeString(ref pairs, out var value) && !name.IsEmpty)
        {
            if (Utf8Parser.TryParse(value, out long number, out var used) && used == value.Length && number >= 0)
            {
                options = options.With(name, number);
            }
        }

        return options;
    }

    /// <summary>Cuts one zero-terminated string off the front.</summary>
    internal static bool TakeString(scoped ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> text)
    {
        var end = rest.IndexOf((byte)0);
        text = end < 0 ? default : rest[..end];
        rest = end < 0 ? default : rest[(end + 1)..];
        return end >= 0;
    }

    private TftpOptions With(ReadOnlySpan<byte> name, long number)
    {
        if (Ascii.EqualsIgnoreCase(name, "blksize"u8))
        {
            return number < MinBlockSize ? this : this with { BlockSize = BlockSize ?? (int)Math.Min(number, MaxBlockSize) };
        }

        if (Ascii.EqualsIgnoreCase(name, "tsize"u8))
        {
            return this with { TransferSize = TransferSize ?? number };
        }

        if (Ascii.EqualsIgnoreCase(name, "timeout"u8))
        {
            return number is < 1 or > 255 ? this : this with { TimeoutSeconds = TimeoutSeconds ?? (int)number };
        }

        return Ascii.EqualsIgnoreCase(name, "windowsize"u8) && number is >= 1 and <= 65_535
            ? this with { WindowSize = WindowSize ?? (int)number }
            : this;
    }
}
