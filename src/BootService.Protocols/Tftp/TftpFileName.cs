using System.Text;

namespace BootService.Protocols.Tftp;

/// <summary>Why a file name is refused.</summary>
public enum TftpNameFault
{
    /// <summary>It is fine.</summary>
    None,

    /// <summary>Nothing is left of it.</summary>
    Empty,

    /// <summary>Longer than <see cref="TftpFileName.MaxLength"/> bytes.</summary>
    TooLong,

    /// <summary>It holds "..", which could lead out of the root.</summary>
    LeavesRoot,

    /// <summary>It holds a control character; shim 15.8 is known to send such junk.</summary>
    Unprintable,
}

/// <summary>Brings the names firmware asks for into one form: relative, with single slashes.</summary>
public static class TftpFileName
{
    /// <summary>Longest name in bytes, and in characters of the normal form.</summary>
    public const int MaxLength = 512;

    /// <summary>
    /// Reads a name as UTF-8 (bytes that are none become U+FFFD, which no file has), takes backslashes for slashes (shim, Windows loaders),
    /// and drops leading and doubled slashes (syslinux asks for <c>efi64//img/vmlinuz</c>) and "." steps. Percent signs stay as they are.
    /// </summary>
    /// <param name="name">The bytes of the request.</param>
    /// <param name="normal">Room for <see cref="MaxLength"/> characters.</param>
    /// <param name="length">Characters written; 0 on a fault.</param>
    public static TftpNameFault TryNormalize(ReadOnlySpan<byte> name, Span<char> normal, out int length)
    {
        length = 0;
        if (name.Length > MaxLength)
        {
            return TftpNameFault.TooLong;
        }

        Span<char> text = stackalloc char[MaxLength];
        text = text[..Encoding.UTF8.GetChars(name, text)];
        return TryNormalize(text, normal, out length);
    }

    /// <summary>The same for a name that is text already, as in the path of a URL.</summary>
    /// <param name="name">The name.</param>
    /// <param name="normal">Room for <see cref="MaxLength"/> characters; may not overlap the name.</param>
    /// <param name="length">Characters written; 0 on a fault.</param>
    public static TftpNameFault TryNormalize(ReadOnlySpan<char> name, Span<char> normal, out int length)
    {
        length = 0;
        if (name.Length > MaxLength)
        {
            return TftpNameFault.TooLong;
        }

        var written = 0;
        foreach (var range in name.SplitAny('/', '\\'))
        {
            var step = name[range];
            if (step is "" or ".")
            {
                continue;
            }

            if (step is "..")
            {
                return TftpNameFault.LeavesRoot;
            }

            if (step.ContainsAnyInRange('\0', '\u001f') || step.Contains('\u007f'))
            {
                return TftpNameFault.Unprintable;
            }

            if (written > 0)
            {
                normal[written++] = '/';
            }

            step.CopyTo(normal[written..]);
            written += step.Length;
        }

        length = written;
        return written == 0 ? TftpNameFault.Empty : TftpNameFault.None;
    }
}
