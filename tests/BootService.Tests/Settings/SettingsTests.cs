using System.Collections;
using BootService.Core.Dhcp;
using BootService.Hosting;
using BootService.Settings;
using Xunit;

namespace BootService.Tests.Settings;

public class SettingsTests
{
    [Fact]
    public void The_command_line_wins_over_the_environment_and_the_environment_over_the_file()
    {
        var file = Path.Combine(Path.GetTempPath(), $"bootservice-{Guid.NewGuid():N}.json");
        File.WriteAllText(file, """{ "Interface": "file0", "Dhcp": { "Port": 1067 }, "Tftp": { "Port": 1079 }, "Http": { "Port": 1080 } }""");
        try
        {
            var (settings, faults) = Read(
                ["--config", file, "--Http:Port=3080"], ("BOOTSERVICE_Tftp__Port", "2069"), ("BOOTSERVICE_Http__Port", "2080"), ("BOOTSERVICE_SOCKET", "/x"));
            Assert.Empty(faults);
            Assert.Equal(("file0", 1067, 2069, 3080), (settings.Interface, settings.Dhcp.Port, settings.Tftp.Port, settings.Http.Port));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void Every_fault_is_told_at_once_with_its_key()
    {
        var (_, faults) = Read(["--Intreface=eth0", "--Dhcp:Port=99999", "--Dhcp:Enabled=perhaps", "--Dhcp:Mode=rogue", "eth0", "--Interface"]);
        Assert.Equal(6, faults.Count);
        Assert.All(
            new[] { "Intreface", "Dhcp:Port", "Dhcp:Enabled", "Dhcp:Mode", "\"eth0\"", "--Interface" },
            key => Assert.Contains(faults, fault => fault.Contains(key, StringComparison.Ordinal)));
        Assert.All(faults, fault => Assert.DoesNotContain('\n', fault));
    }

    [Theory]
    [InlineData("--Log=x", "key \"Log\" is \"x\", and must be an object with keys of Level")]
    [InlineData("--Tftp=69", "key \"Tftp\" is \"69\", and must be an object with keys of ")]
    public void A_text_where_a_section_belongs_is_no_section(string argument, string fault) =>
        Assert.StartsWith(fault, Assert.Single(Read([argument]).Faults), StringComparison.Ordinal);

    [Fact]
    public void Settings_that_do_not_fit_each_other_are_told_too()
    {
        var (_, faults) = Read(["--Tftp:DataPorts=50000-50001", "--Tftp:Workers=4", "--Tftp:MaxBlockSize=100"]);
        Assert.Equal(2, faults.Count);
        Assert.Contains(faults, fault => fault.Contains("fewer ports than the 4 workers need", StringComparison.Ordinal));
        Assert.Empty(Read(["--Tftp:DataPorts=50000-50003", "--Tftp:Workers=4"]).Faults);
    }

    [Theory]
    [InlineData("--Tftp:Port=67", "Dhcp:Port and Tftp:Port are the same udp port, 67: set one of them to another")]
    [InlineData("--Tftp:Port=4011", "that of the PXE boot server (Dhcp:Port) and Tftp:Port are the same udp port, 4011: set one of them to another")]
    [InlineData("--Dns:Port=69", "Tftp:Port and Dns:Port are the same udp port, 69: set one of them to another")]
    [InlineData("--Dns:Port=80", "Dns:Port and Http:Port are the same tcp port, 80: set one of them to another")]
    [InlineData("--Http:TlsPort=80", "Http:Port and Http:TlsPort are the same tcp port, 80: set one of them to another")]
    [InlineData("--Admin:Listen=0.0.0.0:80", "Http:Port and that of Admin:Listen (0.0.0.0:80) are the same tcp port, 80: set one of them to another")]
    [InlineData("--Admin:Listen=[::]:80", "Http:Port and that of Admin:Listen ([::]:80) are the same tcp port, 80: set one of them to another")]
    public void Two_of_our_own_ports_are_not_the_same(string argument, string fault) => Assert.Equal(fault, Assert.Single(Read([argument]).Faults));

    [Fact]
    public void Ports_that_nobody_else_wants_are_not_in_the_way()
    {
        Assert.Empty(Read(["--Admin:Listen=127.0.0.1:80", "--Http:TlsPort=443"]).Faults);
        Assert.Empty(Read(["--Tftp:Port=67", "--Dhcp:Enabled=false", "--Dns:Port=80"]).Faults);
        Assert.Empty(Read(["--Http:Port=0", "--Http:TlsPort=0", "--Tftp:Port=0", "--Dns:Port=0"]).Faults);
        var settings = Read(["--Admin:Listen=10.1.1.1:80"]).Settings;
        Assert.Empty(OwnPorts.Alike(settings, [System.Net.IPAddress.Parse("10.2.1.1")]));
        Assert.Contains(
            "Admin:Listen (10.1.1.1:80)", Assert.Single(OwnPorts.Alike(settings, [System.Net.IPAddress.Parse("10.1.1.1")])), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "it is no JSON at line 1, character 1")]
    [InlineData("{\n  \"Interface\": eth1\n}\n", "it is no JSON at line 2, character 16")]
    [InlineData("{\n", "it is no JSON at line 2, character 1")]
    public void Where_a_settings_file_is_no_JSON_is_told_as_editors_count(string text, string place)
    {
        var file = Path.Combine(Path.GetTempPath(), $"bootservice-{Guid.NewGuid():N}.json");
        File.WriteAllText(file, text);
        try
        {
            var fault = Assert.Single(Read(["--config", file]).Faults);
            Assert.Equal($"settings file {file} cannot be read: {place}", fault);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory]
    [InlineData("Dhcp:LeaseTime", "300")]
    [InlineData("Tftp:GiveUpAfter", "5")]
    [InlineData("Oidc:SessionLasts", "30")]
    public void A_number_alone_is_no_time_because_it_would_be_days(string key, string value) =>
        Assert.Equal($"key \"{key}\" is \"{value}\", and must be a time such as 00:05:00", Assert.Single(Read([$"--{key}={value}"]).Faults));

    [Fact]
    public void None_at_all_is_a_time_too() => Assert.Equal(TimeSpan.Zero, Read(["--Dhcp:WatchEvery=0"]).Settings.Dhcp.WatchEvery);

    [Theory]
    [InlineData("/dev/zero", "is a device")]
    [InlineData("/tmp", "is a folder")]
    public void A_settings_file_that_is_no_file_is_told_and_not_opened(string path, string why) =>
        Assert.Contains(why, Assert.Single(Read([$"--config={path}"]).Faults), StringComparison.Ordinal);

    [Fact]
    public void A_settings_file_that_is_named_must_be_there()
    {
        var (_, faults) = Read(["--config=/nonexistent/bootservice.json"]);
        Assert.Contains("/nonexistent/bootservice.json", Assert.Single(faults), StringComparison.Ordinal);
    }

    [Fact]
    public void Defaults_are_those_of_an_installed_frontend()
    {
        var (settings, faults) = Read([]);
        Assert.Empty(faults);
        Assert.Equal("/var/lib/bootservice", settings.DataDirectory);
        Assert.Equal("/export/stack/site-profiles/default/1.0", settings.Folders.SiteProfileDirectory);
        Assert.Equal("/run/bootservice/admin.sock", settings.Admin.Socket);
        Assert.Equal(DhcpMode.Authoritative, settings.Dhcp.Mode);
        Assert.Equal((67, 69, 80), (settings.Dhcp.Port, settings.Tftp.Port, settings.Http.Port));
    }

    private static (DaemonSettings Settings, IReadOnlyList<string> Faults) Read(string[] arguments, params (string Name, string Value)[] environment)
    {
        var (configuration, sources) = SettingsSources.Merge(
            arguments, new Hashtable(environment.ToDictionary(pair => pair.Name, pair => pair.Value)), checkout: null);
        var (settings, values) = SettingsReader.Read<DaemonSettings>(configuration);
        return (settings, [.. sources, .. values]);
    }
}
