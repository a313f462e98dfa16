using System.Collections.Concurrent;
using System.Diagnostics;
using BootService.Commands.Tests.Support;

namespace BootService.Commands.Tests.Pallets;

/// <summary>Makes media, packages and repositories with the programs they are made with.</summary>
internal static class TestMedia
{
    /// <summary>A directory laid out like an OS medium.</summary>
    public static string Os(Bench stack, string name, string family, string version, int disc = 1, bool kernel = true)
    {
        var folder = Path.Combine(stack.Folder, name);
        Directory.CreateDirectory(Path.Combine(folder, "Packages"));
        if (kernel)
        {
            Directory.CreateDirectory(Path.Combine(folder, "images/pxeboot"));
            File.WriteAllText(Path.Combine(folder, "images/pxeboot/vmlinuz"), "kernel");
            File.WriteAllText(Path.Combine(folder, "images/pxeboot/initrd.img"), "initrd");
        }

        File.WriteAllText(Path.Combine(folder, ".discinfo"), $"1414159832.68\n{family} {version}\nx86_64\n{disc}\n");
        File.WriteAllText(
            Path.Combine(folder, ".treeinfo"),
            $"[general]\nfamily = {family}\nversion = {version}\ndiscnum = {disc}\narch = x86_64\n[images-x86_64]\nkernel = images/pxeboot/vmlinuz\ninitrd = "
                + "images/pxeboot/initrd.img\n");
        return folder;
    }

    /// <summary>An image of a directory.</summary>
    public static string Iso(string folder, string label = "DISC")
    {
        var image = folder + ".iso";
        Run("xorriso", "-as", "mkisofs", "-quiet", "-R", "-V", label, "-o", image, folder);
        return image;
    }

    /// <summary>Packages made before: rpmbuild takes longer than most of what is tested with them.</summary>
    private static readonly ConcurrentDictionary<string, Lazy<byte[]>> Built = new(StringComparer.Ordinal);

    /// <summary>A real package in a folder.</summary>
    public static string Rpm(string folder, string name, string version = "1.0", string release = "1", string content = "content")
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, $"{name}-{version}-{release}.noarch.rpm");
        File.WriteAllBytes(
            path, Built.GetOrAdd($"{name}-{version}-{release}-{content}", _ => new Lazy<byte[]>(() => Build(name, version, release, content))).Value);
        return path;
    }

    private static byte[] Build(string name, string version, string release, string content)
    {
        var top = Directory.CreateTempSubdirectory("bootservice-rpm-").FullName;
        var spec = Path.Combine(top, "it.spec");
        File.WriteAllText(
            spec,
            $"Name: {name}\nVersion: {version}\nRelease: {release}\nSummary: x\nLicense: x\nBuildArch: noarch\n%description\nx\n%install\nmkdir -p "
                + $"%{{buildroot}}/opt/{name}\necho '{content}' >%{{buildroot}}/opt/{name}/file\n%files\n/opt/{name}\n");
        Run("rpmbuild", "-bb", "--quiet", "--define", $"_topdir {top}", "--define", $"_rpmdir {top}", "--define",
            "_rpmfilename %%{NAME}-%%{VERSION}-%%{RELEASE}.%%{ARCH}.rpm", spec);
        var built = File.ReadAllBytes(Path.Combine(top, $"{name}-{version}-{release}.noarch.rpm"));
        Directory.Delete(top, recursive: true);
        return built;
    }

    /// <summary>Signs packages with a key of the folder, which is made at first.</summary>
    /// <returns>The file of the public key.</returns>
    public static string Sign(string folder, params string[] packages)
    {
        var (ring, key) = (Path.Combine(folder, "gpg"), Path.Combine(folder, "RPM-GPG-KEY-test"));
        if (!Directory.Exists(ring))
        {
            Directory.CreateDirectory(ring, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            Run("gpg", "--homedir", ring, "--batch", "--quiet", "--pinentry-mode", "loopback", "--passphrase", "", "--quick-generate-key", "Signer", "rsa2048",
                "sign", "never");
            Run("gpg", "--homedir", ring, "--batch", "--armor", "--output", key, "--export");
        }

        Run("rpmsign", ["--define", "__gpg /usr/bin/gpg", "--define", $"_gpg_path {ring}", "--define", "_gpg_name Signer", "--addsign", .. packages]);
        Run("gpgconf", "--homedir", ring, "--kill", "all");
        return key;
    }

    public static void Repository(string folder, params string[] options) => Run("createrepo_c", ["--quiet", "--no-database", .. options, folder]);

    public static string Run(string program, params string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program}: {error.GetAwaiter().GetResult()}");
        return output;
    }

    /// <summary>The files of packages that a repository's metadata name, as createrepo_c wrote them.</summary>
    public static string[] Listed(string repository)
    {
        var primary = Directory.EnumerateFiles(Path.Combine(repository, "repodata"), "*primary.xml*").Single();
        return [.. Run("bash", "-c", $"zcat -f '{primary}' | grep -o 'location href=\"[^\"]*' | cut -d'\"' -f2 | sort")
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)];
    }
}
