using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace BootService.Commands.Tests.Mirrors;

/// <summary>A small apt repository of one suite, made by Debian's own dpkg-deb and signed by GnuPG.</summary>
internal sealed class AptRepository : IDisposable
{
    private readonly string _home;
    private readonly Dictionary<string, List<string>> _lists = new(StringComparer.Ordinal);

    /// <param name="root">The folder that <c>dists</c> goes into.</param>
    /// <param name="suite">The suite.</param>
    public AptRepository(string root, string suite)
    {
        (Root, Suite) = (root, suite);
        _home = Directory.CreateTempSubdirectory("gpg-").FullName;
        Run("gpg", ["--homedir", _home, "--batch", "--pinentry-mode", "loopback", "--passphrase", "", "--quick-gen-key", "maker", "ed25519", "sign", "never"]);
        Key = Path.Combine(root, "maker.asc");
        Directory.CreateDirectory(root);
        File.WriteAllText(Key, Run("gpg", ["--homedir", _home, "--armor", "--export", "maker"]));
    }

    public string Root { get; }

    public string Suite { get; }

    /// <summary>The file of the public key it is signed with.</summary>
    public string Key { get; }

    /// <summary>More lines of its Release.</summary>
    public string Heading { get; set; } = "Acquire-By-Hash: yes\n";

    /// <summary>Adds a package.</summary>
    public AptRepository Add(string component, string name, string version, string depends = "", string list = "binary-amd64")
    {
        var place = Directory.CreateDirectory(Path.Combine(Root, "build", $"{name}-{version}")).FullName;
        Directory.CreateDirectory(Path.Combine(place, "DEBIAN"));
        Directory.CreateDirectory(Path.Combine(place, "usr/share", name));
        File.WriteAllText(Path.Combine(place, "usr/share", name, "version"), version + "\n");
        var control =
            $"Package: {name}\nVersion: {version}\nArchitecture: all\nMaintainer: nobody "
                + $"<root@localhost>\n{(depends.Length > 0 ? $"Depends: {depends}\n" : "")}Description: {name}\n";
        File.WriteAllText(Path.Combine(place, "DEBIAN/control"), control);
        var file = $"pool/{component}/{name}_{version}_all.deb";
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(Root, file))!);
        Run("dpkg-deb", ["--root-owner-group", "-b", place, Path.Combine(Root, file)]);
        var bytes = File.ReadAllBytes(Path.Combine(Root, file));
        if (!_lists.TryGetValue($"{component}/{list}", out var stanzas))
        {
            _lists[$"{component}/{list}"] = stanzas = [];
        }

        stanzas.Add($"{control}Filename: {file}\nSize: {bytes.Length}\nSHA256: {Convert.ToHexStringLower(SHA256.HashData(bytes))}\n");
        return this;
    }

    /// <summary>Writes its lists and signs them.</summary>
    public AptRepository Publish()
    {
        var suite = Path.Combine(Root, "dists", Suite);
        var sums = new StringBuilder();
        foreach (var (folder, stanzas) in _lists)
        {
            var text = Encoding.UTF8.GetBytes(string.Join("\n", stanzas));
            using var packed = new MemoryStream();
            using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize))
            {
                gzip.Write(text);
            }

            foreach (var (name, bytes) in new[] { ("Packages", text), ("Packages.gz", packed.ToArray()),
                ("Release", Encoding.ASCII.GetBytes($"Component: {folder}\n")) })
            {
                var sum = Convert.ToHexStringLower(SHA256.HashData(bytes));
                sums.Append(CultureInfo.InvariantCulture, $" {sum} {bytes.Length} {folder}/{name}\n");
                Write(Path.Combine(suite, folder, name), bytes);
                Write(Path.Combine(suite, folder, "by-hash/SHA256", sum), bytes);
            }
        }

        File.Delete(Path.Combine(suite, "InRelease"));
        var components = string.Join(' ', _lists.Keys.Select(folder => folder.Split('/')[0]).Distinct());
        File.WriteAllText(Path.Combine(suite, "Release"),
            $"Origin: maker\nSuite: {Suite}\nCodename: {Suite}\nDate: Mon, 30 Nov 2026 00:00:00 UTC\nArchitectures: amd64 all\nComponents: "
                + $"{components}\n{Heading}SHA256:\n{sums}");
        Run("gpg", ["--homedir", _home, "--batch", "--yes", "--clearsign", "-o", Path.Combine(suite, "InRelease"), Path.Combine(suite, "Release")]);
        Run("gpg", ["--homedir", _home, "--batch", "--yes", "--armor", "--detach-sign", "-o", Path.Combine(suite, "Release.gpg"),
            Path.Combine(suite, "Release")]);
        return this;
    }

    /// <summary>Makes a flat repository of its packages: lists in a folder, packages where they are, nothing below <c>dists</c>.</summary>
    /// <param name="folder">The folder of the lists below the root.</param>
    /// <param name="isSigned">Whether there is a Release, which its maker signed.</param>
    public void PublishFlat(string folder, bool isSigned = true)
    {
        var place = Directory.CreateDirectory(Path.Combine(Root, folder)).FullName;
        var text = string.Join("\n", _lists.Values.SelectMany(list => list)).Replace("Filename: ", "Filename: ./", StringComparison.Ordinal);
        Write(Path.Combine(place, "Packages"), Encoding.UTF8.GetBytes(text));
        if (isSigned)
        {
            var sum = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
            File.WriteAllText(Path.Combine(place, "Release"), $"Origin: maker\nSuite: odd\nSHA256:\n {sum} {text.Length} ./Packages\n");
            Run("gpg", ["--homedir", _home, "--batch", "--yes", "--clearsign", "-o", Path.Combine(place, "InRelease"), Path.Combine(place, "Release")]);
        }
    }

    public void Dispose()
    {
        Run("gpgconf", ["--homedir", _home, "--kill", "gpg-agent"]);
        Directory.Delete(_home, recursive: true);
    }

    /// <summary>Runs a program that must succeed.</summary>
    public static string Run(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {errors.Result}{output}");
    }

    private static void Write(string path, byte[] bytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
    }
}
