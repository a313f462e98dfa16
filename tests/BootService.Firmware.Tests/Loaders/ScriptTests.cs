using System.Text;
using BootService.Firmware.Dhcp;
using BootService.Firmware.Loaders;
using BootService.Firmware.Wire;
using BootService.Protocols.Net;
using BootService.Protocols.Road;
using Xunit;

namespace BootService.Firmware.Tests.Loaders;

/// <summary>iPXE's script language (ipxe.org/scripting): which commands are reached.</summary>
public sealed class ScriptTests
{
    private static readonly Machine Node = new(MacAddress.Parse("52:54:00:aa:bb:01"));

    [Theory]
    [InlineData("chain a || chain b || exit", "a b")]
    [InlineData("chain ok && chain b\nexit", "ok")]
    [InlineData("imgfetch ok && imgfetch b || imgfetch c || exit", "ok b c")]
    [InlineData("imgfetch a && imgfetch b || imgfetch c || exit", "a c")]
    [InlineData("goto there\nimgfetch a\n:there\nimgfetch ok\nexit", "ok")]
    [InlineData("goto nowhere || imgfetch ok\nexit", "ok")]
    [InlineData("set x ok\nimgfetch ${x}\nexit", "ok")]
    [InlineData("set x o\nset x ${x}k\nimgfetch ${x}${nothing}\nexit", "ok")]
    [InlineData("isset ${x} && imgfetch a || imgfetch ok\nexit", "ok")]
    [InlineData("set x 1\nisset ${x} && imgfetch ok || imgfetch b\nexit", "ok")]
    [InlineData("iseq ${net0/mac} 52:54:00:aa:bb:01 && imgfetch ok || exit", "ok")]
    [InlineData("iseq ${mac:hexhyp} 52-54-00-aa-bb-01 && imgfetch ok || exit", "ok")]
    [InlineData("echo a word\n# chain a\n\nimgfetch ok\nexit", "ok")]
    public void Commands_are_reached_as_their_forerunners_ended(string script, string asked)
    {
        var (end, steps) = Run(script);
        Assert.Equal(asked, string.Join(' ', steps.OfType<FileStep>().Select(step => step.What)));
        Assert.IsType<BootEnd.Disk>(end);
    }

    [Theory]
    [InlineData("imgfetch a\nimgfetch ok", "a", "not found")]
    [InlineData("boot", "iPXE script", "the command \"boot\" failed, and the script ends there")]
    [InlineData("goto nowhere", "iPXE script", "the command \"goto\" failed, and the script ends there")]
    [InlineData("frobnicate", "iPXE script", "the command \"frobnicate\" is not known here")]
    [InlineData("set x ab\n:a\nset x ${x}${x}\ngoto a", "iPXE script", "the setting x grows beyond 4096 characters")]
    [InlineData(":a\ngoto a", "iPXE script", "the script goes round and round")]
    [InlineData(":a\nimgfetch a || goto b\nexit\n:b\nsleep 5\ngoto a", "a", "not found")]
    public void A_script_that_comes_nowhere_ends_with_what_stopped_it(string script, string step, string why)
    {
        var end = Assert.IsType<BootEnd.Failed>(Run(script).End);
        Assert.Equal((step, why), (end.Step.What, end.Why));
    }

    [Fact]
    public void Bare_names_and_tftp_addresses_are_fetched_from_their_servers()
    {
        var (_, steps) = Run("imgfetch tftp://10.9.9.9/x/y || imgfetch z || exit");
        Assert.Equal([("10.9.9.9", "x/y"), ("10.1.1.1", "z")], steps.OfType<TftpStep>().Select(step => (step.Server.ToString(), step.What)));
    }

    private static (BootEnd? End, List<BootStep> Steps) Run(string script)
    {
        var boot = new Boot(Persona.Ipxe, Node, new ServicePorts());
        boot.Take(new DhcpResult(Ipv4.Parse("10.1.255.254"), new DhcpOffer(Ipv4.Parse("10.1.255.254"), RecordedWire.Server), null));
        var steps = new List<BootStep>();
        foreach (var step in IpxeScript.Run(boot, File("#!ipxe\n" + script)))
        {
            steps.Add(step);
            if (step is FileStep fetch)
            {
                fetch.File = fetch.What == "ok" ? File("#!ipxe\nexit\n") : null;
                (fetch.Verdict, fetch.Why) = fetch.File is null ? (StepVerdict.Failed, "not found") : (StepVerdict.Ok, null);
            }
        }

        return (boot.End, steps);
    }

    private static FetchedFile File(string text)
    {
        using var sink = new FileSink();
        sink.Take(Encoding.UTF8.GetBytes(text));
        return sink.Finish("file", null);
    }
}
