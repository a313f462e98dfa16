using System.Diagnostics;
using System.Text.RegularExpressions;
using BootService.Core.Profiles;
using Xunit;

namespace BootService.Core.Tests.Profiles;

/// <summary>
/// The units that a node starts with, as systemd itself orders them: where they run in a circle it leaves one of them out, and a node that does not say that it
/// is up is awaited for ever.
/// </summary>
public sealed partial class UnitOrderTests
{
    [Theory]
    [InlineData("7.9.2009")]
    [InlineData("9.6")]
    public void Units_of_Enterprise_Linux_are_started_one_after_the_other(string release) => Orders(SeedProfileTests.Request(release, "slave"));

    [Fact]
    public void Units_of_Debian_are_started_one_after_the_other() => Orders(SeedProfileTests.DebianRequest("13", "slave"));

    [Fact]
    public void Units_of_Ubuntu_are_started_one_after_the_other() => Orders(SeedProfileTests.UbuntuRequest("24.04", "slave"));

    private static void Orders(ProfileRequest request)
    {
        var folder = Directory.CreateTempSubdirectory("units-").FullName;
        try
        {
            var wants = Directory.CreateDirectory(Path.Combine(folder, "multi-user.target.wants")).FullName;
            var units = Unit().Matches(Workshop.Kickstart(SeedProfileTests.Templates.Render(request)));
            Assert.Equal(["stack-post.service", "stack-pre.service", "stack-up.service"], units.Select(unit => unit.Groups["name"].Value).Order());
            foreach (Match unit in units)
            {
                var name = unit.Groups["name"].Value;
                File.WriteAllText(Path.Combine(folder, name), Program().Replace(unit.Groups["text"].Value, "ExecStart=/bin/true"));
                File.CreateSymbolicLink(Path.Combine(wants, name), $"../{name}");
            }

            var start = new ProcessStartInfo("systemd-analyze", ["verify", "--man=no", "multi-user.target"])
            {
                RedirectStandardError = true,
                UseShellExecute = false,
            };
            start.Environment["SYSTEMD_UNIT_PATH"] = folder + ":";
            using var verify = Process.Start(start)!;
            var said = verify.StandardError.ReadToEnd();
            verify.WaitForExit();
            Assert.Equal((0, ""), (verify.ExitCode, string.Join('\n', said.Split('\n').Where(line => line.Contains("stack-", StringComparison.Ordinal)))));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [GeneratedRegex(
        @"^ *cat > /etc/systemd/system/(?<name>stack-[a-z]+\.service) << 'EOF'\n(?<text>.*?)^EOF$",
        RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Unit();

    [GeneratedRegex("ExecStart=.*", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Program();
}
