using System.Diagnostics;
using BootService.Core.Iso;
using Xunit;

namespace BootService.Core.Tests.Iso;

/// <summary>Makes images with the programs that discs are made with.</summary>
internal sealed class Discs : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("bootservice-iso-").FullName;

    /// <summary>A tree as installation media have it: long names, links, a deep folder, an empty file, a file of several sectors.</summary>
    public string Tree()
    {
        var root = Path.Combine(Folder, "tree");
        Directory.CreateDirectory(Path.Combine(root, "a/b/c/d/e/f/g/h/i/deep"));
        Directory.CreateDirectory(Path.Combine(root, "Packages"));
        Directory.CreateDirectory(Path.Combine(root, "empty"));
        for (var at = 0; at < 300; at++)
        {
            File.WriteAllText(
                Path.Combine(root, "Packages", $"a-package-with-a-name-as-long-as-they-come-{at}-1.0.{at}-1.el6.centos.x86_64.rpm"), new string('x', at * 37));
        }

        File.WriteAllText(Path.Combine(root, "a/b/c/d/e/f/g/h/i/deep/file"), "deep");
        File.WriteAllText(Path.Combine(root, "grüße+_.txt"), "not ASCII");
        File.WriteAllText(Path.Combine(root, "none"), "");
        File.WriteAllText(Path.Combine(root, new string('n', 240)), "long");
        File.CreateSymbolicLink(Path.Combine(root, "link"), "Packages/../none");
        File.CreateSymbolicLink(Path.Combine(root, "far"), "/" + string.Join('/', Enumerable.Repeat(new string('t', 120), 6)));
        File.SetUnixFileMode(Path.Combine(root, "none"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return root;
    }

    public string Make(string tree, params string[] options)
    {
        var image = Path.Combine(Folder, $"{Guid.NewGuid():N}.iso");
        Run("xorriso", ["-as", "mkisofs", "-quiet", .. options, "-o", image, tree]);
        return image;
    }

    /// <summary>Makes one without Rock Ridge, which xorriso never leaves out.</summary>
    public string MakeWithout(string tree, params string[] options)
    {
        var image = Path.Combine(Folder, $"{Guid.NewGuid():N}.iso");
        Run("genisoimage", ["-quiet", "-input-charset", "utf-8", .. options, "-o", image, tree]);
        return image;
    }

    public static (IsoFault? Fault, IsoImage? Image) Read(byte[] bytes)
    {
        var fault = IsoImage.TryRead(
            (offset, into) =>
            {
                var part = bytes.AsSpan((int)Math.Clamp(offset, 0, bytes.Length));
                part = part[..Math.Min(part.Length, into.Length)];
                part.CopyTo(into);
                return part.Length;
            },
            bytes.Length,
            out var image);
        return (fault, image);
    }

    public static IsoImage Good(byte[] bytes)
    {
        var (fault, image) = Read(bytes);
        Assert.True(fault is null, fault?.ToString());
        return image!;
    }

    public static string Run(string program, IEnumerable<string> arguments)
    {
        for (var tries = 1; ; tries++)
        {
            using var process = Process.Start(
                new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
            var error = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            if (process.ExitCode == 0)
            {
                return output;
            }

            // xorriso 1.5.4 crashes by itself once in some thousand runs; only that is tried again.
            var said = error.GetAwaiter().GetResult();
            Assert.True(tries < 3 && said.Contains("UNIX-SIGNAL", StringComparison.Ordinal), $"{program}: {said}");
        }
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
