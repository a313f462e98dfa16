using BootService.Commands.Tests.Support;

namespace BootService.Commands.Tests.Verbs;

public sealed class SimulateVerbTests : IDisposable
{
    private readonly Bench _stack = new();

    public void Dispose() => _stack.Dispose();

    [Fact]
    public void A_rehearsal_that_passes_ends_with_0_and_says_so_in_its_last_row()
    {
        var rows = _stack.Do("simulate", "boot", "backend-0-0").Rows;
        Assert.Equal("PASS", rows[^1][2]);
        Assert.Equal("bios", _stack.Rehearsal.Asked["backend-0-0"]);
    }

    [Fact]
    public void A_rehearsal_that_fails_ends_with_1_and_the_failing_step()
    {
        _stack.Rehearsal.Failing["backend-0-1"] = "tftp ldlinux.c32: file not found";
        Assert.Equal("backend-0-1: tftp ldlinux.c32: file not found", _stack.Refused("simulate", "boot", "backend-0-[0-1]"));
    }

    [Fact]
    public void VirtualBoxs_cards_are_rehearsed_as_VirtualBox()
    {
        _stack.Do("add", "host", "backend-0-7");
        _stack.Do("add", "host", "interface", "backend-0-7", "interface=eth0", "mac=08:00:27:00:00:01", "ip=10.1.255.200");
        _stack.Do("simulate", "boot", "backend-0-7");
        Assert.Equal("virtualbox", _stack.Rehearsal.Asked["backend-0-7"]);
    }

    [Fact]
    public void A_rehearsal_names_its_hosts_and_a_firmware_that_there_is()
    {
        _stack.NotUnderstood("simulate", "boot");
        _stack.NotUnderstood("simulate", "boot", "backend-0-0", "firmware=coreboot");
    }
}
