using System.Text;
using BootService.Core;
using BootService.Core.Pallets;
using BootService.Media.Discs;
using BootService.Platform.Files;

namespace BootService.Media.Mirrors;

/// <summary>The public keys that a repository is signed with, as files that travel with its pallet.</summary>
internal sealed class PublicKeys
{
    private const string Begin = "-----BEGIN PGP PUBLIC KEY BLOCK-----";
    private const string End = "-----END PGP PUBLIC KEY BLOCK-----";

    private PublicKeys(string said, IReadOnlyList<string> files) => (Said, Files) = (said, files);

    /// <summary>What they were named by, for sentences.</summary>
    public string Said { get; }

    /// <summary>Where they lie, one file each.</summary>
    public IReadOnlyList<string> Files { get; }

    /// <summary>Gathers the keys that an order names: its own, or else those of its repository where that wants anything to be signed.</summary>
    /// <param name="order">The order.</param>
    /// <param name="web">Fetches.</param>
    /// <param name="folder">Where they are put.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>The keys; null when nothing is to be signed.</returns>
    /// <exception cref="RefusedException">Something is to be signed and no key is named, or one cannot be read.</exception>
    public static async Task<PublicKeys?> GatherAsync(MirrorOrder order, MirrorWeb web, string folder, CancellationToken cancel)
    {
        if (order.Key is { } own)
        {
            return OfFile(own, folder);
        }

        if (order.Repository is not { } repository || (repository.ChecksPackages is not true && repository.ChecksIndex is not true))
        {
            return null;
        }

        if (repository.Keys.IsEmpty)
        {
            var setting = repository.ChecksPackages is true ? "gpgcheck" : "repo_gpgcheck";
            throw new RefusedException(
                $"repository \"{repository.Id}\" says {setting}=1 and names no gpgkey, so nothing can be checked: give key=FILE, or set {setting}=0 if you "
                    + "trust where it comes from");
        }

        var files = new List<string>();
        foreach (var key in repository.Keys)
        {
            var address = key.StartsWith('/') ? new Uri(key) : web.Name(MirrorSource.Address(key));
            var bytes = address.IsFile ? Bytes(address.LocalPath, $"gpgkey={key}")
                : await web.FindAsync(address, MediaLimits.DescriptionBytes, cancel) ?? throw new RefusedException($"gpgkey={address} is not there (404)");
            files.Add(Keep(Path.GetFileName(address.LocalPath), bytes, $"gpgkey={address}", folder));
        }

        return new PublicKeys($"gpgkey={string.Join(' ', repository.Keys)}", files);
    }

    /// <summary>The keys of a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="folder">Where they are put.</param>
    /// <exception cref="RefusedException">It cannot be read, or has no public key.</exception>
    public static PublicKeys OfFile(string path, string folder) => new(path, [Keep(Path.GetFileName(path), Bytes(path, path), path, folder)]);

    /// <summary>What goes into a pallet whose packages were all found to be signed with one of them: path in it, and the file it is.</summary>
    public IEnumerable<KeyValuePair<string, string>> InPallet()
    {
        var note = Path.Combine(Path.GetDirectoryName(Files[0])!, PalletKeys.Checked);
        File.WriteAllText(note, "Every package of this pallet was found to be signed with one of the keys beside this file when it was made.\n");
        return Files.Append(note).Select(file => KeyValuePair.Create(Path.GetFileName(file), file));
    }

    /// <summary>The keys as gpgv reads them: without their armour, one behind the other.</summary>
    public byte[] Ring() => [.. Files.SelectMany(file => Plain(File.ReadAllText(file, Encoding.Latin1)))];

    private static byte[] Bytes(string path, string said)
    {
        try
        {
            return RegularFile.Bytes(path, MediaLimits.DescriptionBytes);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new RefusedException($"{said} cannot be read: {fault.Message.TrimEnd('.')}");
        }
    }

    /// <summary>Writes a key with armour, as every release's rpm reads it.</summary>
    private static string Keep(string name, byte[] bytes, string said, string folder)
    {
        var text = Encoding.Latin1.GetString(bytes);
        if (!text.Contains(Begin, StringComparison.Ordinal))
        {
            // Packets of the binary form begin with their first bit set (RFC 9580 4.2).
            text = bytes is [>= 0x80, ..]
                ? $"{Begin}\n\n{Convert.ToBase64String(bytes, Base64FormattingOptions.InsertLineBreaks).ReplaceLineEndings("\n")}\n{End}\n"
                : throw new RefusedException($"{said} is no public key; repositories publish theirs as RPM-GPG-KEY-NAME");
        }

        var word = PalletWord.Made(name.StartsWith(PalletKeys.Prefix, StringComparison.Ordinal) ? name[PalletKeys.Prefix.Length..] : name);
        var path = Path.Combine(Directory.CreateDirectory(folder).FullName, $"{PalletKeys.Prefix}{word}");
        for (var other = 2; File.Exists(path) && File.ReadAllText(path) != text; other++)
        {
            path = Path.Combine(folder, $"{PalletKeys.Prefix}{word}-{other}");
        }

        File.WriteAllText(path, text);
        return path;
    }

    private static List<byte> Plain(string text)
    {
        var bytes = new List<byte>();
        for (var at = text.IndexOf(Begin, StringComparison.Ordinal); at >= 0; at = text.IndexOf(Begin, at + 1, StringComparison.Ordinal))
        {
            var end = text.IndexOf(End, at, StringComparison.Ordinal);
            var block = text[(at + Begin.Length)..(end < 0 ? text.Length : end)].ReplaceLineEndings("\n");

            // Headers end with an empty line, and the sum of the block is a line that begins with an equals sign (RFC 9580 6.2).
            var body = block.IndexOf("\n\n", StringComparison.Ordinal) is var blank and >= 0 ? block[blank..] : block;
            var lines = body.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).TakeWhile(line => line[0] != '=');
            try
            {
                bytes.AddRange(Convert.FromBase64String(string.Concat(lines)));
            }
            catch (FormatException)
            {
                // gpgv says that the key is missing.
            }
        }

        return bytes;
    }
}
