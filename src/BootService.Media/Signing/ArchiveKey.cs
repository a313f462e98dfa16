using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using BootService.Core;
using BootService.Platform.Files;

namespace BootService.Media.Signing;

/// <summary>
/// Where the key lies that the frontend signs its own repositories with: <c>DataDirectory/archive.key</c>. It is made when it is first needed.
/// </summary>
/// <param name="Path">The file; absolute.</param>
public sealed record ArchiveKeyFile(string Path);

/// <summary>The frontend's own key for repositories that it made smaller than their makers signed them. Nothing of its secret half leaves its file.</summary>
internal sealed class ArchiveKey : IDisposable
{
    private const int Bits = 4096;
    private const string Owner = "bootservice archive";
    private const byte Positive = 0x13;
    private const byte OfBinary = 0x00;
    private const byte OfText = 0x01;
    private const byte SignsAndCertifies = 0x03;

    private readonly RSA _rsa;
    private readonly DateTimeOffset _created;
    private readonly byte[] _public;

    private ArchiveKey(RSA rsa, DateTimeOffset created)
    {
        (_rsa, _created) = (rsa, created);
        _public = OpenPgpPackets.PublicKey(rsa.ExportParameters(includePrivateParameters: false), created);
    }

    /// <summary>Reads the key, or makes it.</summary>
    /// <exception cref="RefusedException">It cannot be read, or not be kept.</exception>
    public static ArchiveKey Open(ArchiveKeyFile file, DateTimeOffset now)
    {
        var rsa = RSA.Create();
        try
        {
            if (File.Exists(file.Path))
            {
                var text = RegularFile.Text(file.Path, MediaLimits.DescriptionBytes);
                rsa.ImportFromPem(text);
                return new ArchiveKey(
                    rsa, DateTimeOffset.FromUnixTimeSeconds(
                        long.Parse(text.AsSpan(0, text.IndexOf('\n', StringComparison.Ordinal)), NumberStyles.None, CultureInfo.InvariantCulture)));
            }

            rsa.KeySize = Bits;
            var created = DateTimeOffset.FromUnixTimeSeconds(now.ToUnixTimeSeconds());
            var made = file.Path + ".part";
            using (var kept = new FileStream(made, new FileStreamOptions
            {
                Mode = FileMode.Create,
                Access = FileAccess.Write,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            }))
            {
                kept.Write(
                    Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{created.ToUnixTimeSeconds()}\n{rsa.ExportPkcs8PrivateKeyPem()}\n")));
                kept.Flush(flushToDisk: true);
            }

            File.Move(made, file.Path);
            return new ArchiveKey(rsa, created);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException or FormatException
            or OverflowException)
        {
            rsa.Dispose();
            throw new RefusedException(
                $"the frontend's key for repositories, {file.Path}, cannot be used: {fault.Message.ReplaceLineEndings(" ").TrimEnd('.')}; "
                + "remove the file to have a new one made, after which what was signed with the old one is to be mirrored again");
        }
    }

    /// <summary>The public half as apt takes it: without armour.</summary>
    public byte[] Public()
    {
        var owner = Encoding.UTF8.GetBytes(Owner);
        byte[] signed = [0x99, (byte)(_public.Length >> 8), (byte)_public.Length, .. _public, 0xB4, 0, 0, 0, (byte)owner.Length, .. owner];
        return
        [
            .. OpenPgpPackets.Packet(6, _public),
            .. OpenPgpPackets.Packet(13, owner),
            .. OpenPgpPackets.Signature(_rsa, _public, Positive, signed, _created, SignsAndCertifies),
        ];
    }

    /// <summary>A signature that stands in a file of its own.</summary>
    public string Detached(string text, DateTimeOffset at) => OpenPgpPackets.Armor("SIGNATURE",
        OpenPgpPackets.Signature(_rsa, _public, OfBinary, Encoding.UTF8.GetBytes(text), at, flags: null));

    /// <summary>A text with its signature below it (RFC 4880 7). Its lines are signed without blanks at their ends, and without the last line's end.</summary>
    public string Clear(string text, DateTimeOffset at)
    {
        var lines = text.TrimEnd('\n').Split('\n');
        var signed = Encoding.UTF8.GetBytes(string.Join("\r\n", lines.Select(line => line.TrimEnd(' ', '\t', '\r'))));
        return "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\n"
            + string.Concat(lines.Select(line => (line.StartsWith('-') ? "- " : string.Empty) + line + "\n"))
            + OpenPgpPackets.Armor("SIGNATURE", OpenPgpPackets.Signature(_rsa, _public, OfText, signed, at, flags: null));
    }

    public void Dispose() => _rsa.Dispose();
}

/// <summary>Texts that carry their signature: <c>InRelease</c>.</summary>
internal static class SignedText
{
    private const string Begin = "-----BEGIN PGP SIGNED MESSAGE-----";

    /// <summary>The text inside; null when there is no signature around it.</summary>
    public static string? Inside(string whole)
    {
        if (!whole.StartsWith(Begin, StringComparison.Ordinal))
        {
            return null;
        }

        var lines = whole.Split('\n').Select(line => line.TrimEnd('\r')).ToArray();
        var first = Array.IndexOf(lines, string.Empty) + 1;
        var last = Array.IndexOf(lines, "-----BEGIN PGP SIGNATURE-----");
        return first > 0 && last > first
            ? string.Concat(lines[first..last].Select(line => (line.StartsWith("- ", StringComparison.Ordinal) ? line[2..] : line) + "\n"))
            : null;
    }
}
