using System.Diagnostics;
using Xunit;

namespace BootService.Core.Tests.Profiles;

/// <summary>Runs scripts of a kickstart by a real shell, with absolute paths led into a folder of its own.</summary>
internal sealed class ShellRoot : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("bootservice-profile-").FullName;

    /// <summary>The bodies of all %pre and %post sections in order.</summary>
    public static IReadOnlyList<string> Scripts(string kickstart)
    {
        var scripts = new List<string>();
        string? script = null;
        foreach (var line in kickstart.Split('\n'))
        {
            if (line is "%end")
            {
                scripts.AddRange(script is null ? [] : [script]);
                script = null;
            }
            else if (line is "%pre" or "%post" || line.StartsWith("%pre -", StringComparison.Ordinal) || line.StartsWith("%post -", StringComparison.Ordinal))
            {
                script = "";
            }
            else if (script is not null)
            {
                script += line + "\n";
            }
        }

        return scripts;
    }

    /// <summary>Runs the scripts of extend-base, which stand before the first-boot and the report sections.</summary>
    public void RunLastPosts(string kickstart, int count)
    {
        var scripts = Scripts(kickstart);
        foreach (var script in scripts.Skip(scripts.Count - 2 - count).Take(count))
        {
            Run(script);
        }
    }

    public string Run(string script)
    {
        Directory.CreateDirectory(Path.Combine(_path, "var/log"));
        Directory.CreateDirectory(Path.Combine(_path, "etc/init"));
        var moved = script.Replace("/etc/", $"{_path}/etc/", StringComparison.Ordinal)
            .Replace("/var/", $"{_path}/var/", StringComparison.Ordinal);
        using var shell = Process.Start(new ProcessStartInfo("sh")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
            WorkingDirectory = _path,
        })!;
        shell.StandardInput.Write("service() { :; }; chkconfig() { :; }\n");
        shell.StandardInput.Write(moved);
        shell.StandardInput.Close();
        var output = shell.StandardOutput.ReadToEnd();
        shell.WaitForExit();
        return output;
    }

    public string Read(string path)
    {
        Assert.True(Has(path), $"{path} was not written");
        return File.ReadAllText(Path.Combine(_path, path));
    }

    public bool Has(string path) => File.Exists(Path.Combine(_path, path));

    public void Dispose() => Directory.Delete(_path, recursive: true);
}
