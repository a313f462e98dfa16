namespace BootService.Protocols.Tftp;

/// <summary>Text as it travels in netascii mode (RFC 764 by way of RFC 1350 §1).</summary>
public static class TftpNetAscii
{
    /// <summary>Turns LF into CR LF and a lone CR into CR NUL. The result is up to twice as long.</summary>
    public static byte[] Encode(ReadOnlySpan<byte> text)
    {
        var encoded = new byte[text.Length + text.Count((byte)'\n') + text.Count((byte)'\r')];
        var at = 0;
        foreach (var letter in text)
        {
            if (letter == '\n')
            {
                encoded[at++] = (byte)'\r';
            }

            encoded[at++] = letter;
            if (letter == '\r')
            {
                encoded[at++] = 0;
            }
        }

        return encoded;
    }
}
