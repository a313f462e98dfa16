using System.Text;
using BootService.Core.Power;
using Xunit;

namespace BootService.Core.Tests.Power;

/// <summary>What is said to each tool and how its answer is read. The answers are those of ipmitool 1.8.19, OpenSSH 9.2 and VBoxManage 7.0.</summary>
public sealed class PowerProtocolTests
{
    private const string Noise =
        "Loading IANA PEN Registry...\nRunning Get VSO Capabilities my_addr 0x20, transit 0, target 0x20\nInvalid completion code received: Insufficient "
            + "privilege level\nDiscovered IPMB address 0x0\n";

    private static readonly PowerRoute.Ipmi Bmc = new(new PowerAddress("10.2.0.7", 0), "admin", new Secret("hunter2"));
    private static readonly PowerRoute.VirtualBox Box = new(new PowerAddress("desk", 0), "vbox", "node 1");
    private static readonly PowerRoute.Script Pdu = new(
        "pdu", ["{host}", "{command}", "--at={address}"], "backend-0-0", "10.2.0.9", "u", new Secret("hunter2"));

    [Theory]
    [InlineData(PowerCommand.On, PowerState.On, null, "was on already")]
    [InlineData(PowerCommand.On, PowerState.Off, PowerCommand.On, "switched on")]
    [InlineData(PowerCommand.On, PowerState.Unknown, PowerCommand.On, "switched on")]
    [InlineData(PowerCommand.Off, PowerState.Off, null, "was off already")]
    [InlineData(PowerCommand.Off, PowerState.On, PowerCommand.Off, "switched off")]
    [InlineData(PowerCommand.Reset, PowerState.On, PowerCommand.Reset, "reset")]
    [InlineData(PowerCommand.Reset, PowerState.Off, PowerCommand.On, "was off, switched on")]
    [InlineData(PowerCommand.Status, PowerState.On, null, "")]
    public void Only_what_is_needed_is_done_and_a_reset_brings_up_what_is_off(PowerCommand asked, PowerState now, PowerCommand? needed, string told) =>
        Assert.Equal((needed, told), (PowerStep.Needed(asked, now), PowerStep.Told(asked, now)));

    [Fact]
    public void Ipmitool_is_told_all_but_the_password()
    {
        var words = IpmiProtocol.Arguments(Bmc with { Cipher = 3, Level = "operator", Address = new PowerAddress("10.2.0.7", 6230) }, PowerCommand.Reset);
        Assert.Equal("-I lanplus -H 10.2.0.7 -p 6230 -U admin -E -v -N 1 -R 3 -C 3 -L OPERATOR chassis power reset", string.Join(' ', words));
    }

    [Theory]
    [InlineData(PowerCommand.Status, "Chassis Power is on\n", PowerState.On)]
    [InlineData(PowerCommand.Status, "Chassis Power is off\n", PowerState.Off)]
    [InlineData(PowerCommand.On, "Chassis Power Control: Up/On\n", PowerState.On)]
    [InlineData(PowerCommand.Off, "Chassis Power Control: Down/Off\n", PowerState.Off)]
    [InlineData(PowerCommand.Reset, "Chassis Power Control: Reset\n", PowerState.On)]
    public void An_answer_of_ipmitool_is_a_state(PowerCommand command, string output, PowerState state) =>
        Assert.Equal(new PowerAnswer(state, null), IpmiProtocol.Read(Bmc, command, new ToolAnswer(0, output, Noise)));

    [Theory]
    [InlineData("Address lookup for 10.2.0.7 failed\nCould not open socket!\n", "no name server knows 10.2.0.7")]
    [InlineData("lanplus: password is longer than 20 bytes.\n", "power.password is longer than the 20 characters")]
    [InlineData("> RAKP 2 HMAC is invalid\nError: Unable to establish IPMI v2 / RMCP+ session\n", "does not take the password of user \"admin\"")]
    [InlineData("RAKP 2 message indicates an error : unauthorized name\n", "has no user \"admin\"")]
    [InlineData("RAKP 2 message indicates an error : unauthorized role or privilege level requested\n", "set attribute power.level to operator")]
    [InlineData("Error in open session response message : invalid authentication algorithm\n", "set attribute power.cipher to 3 or 17")]
    [InlineData("Set Chassis Power Control to Reset failed: Command not supported in present state\n", "refuses: Command not supported in present state")]
    [InlineData("Set Chassis Power Control to Down/Off failed: Insufficient privilege level\n", "may not switch its power")]
    [InlineData(
        "Get Auth Capabilities error\nError issuing Get Channel Authentication Capabilities request\nError: Unable to establish IPMI v2 / RMCP+ session\n",
        "no BMC answers at 10.2.0.7 (UDP 623)")]
    public void A_failure_of_ipmitool_is_a_sentence_that_says_what_to_do(string error, string sentence)
    {
        var fault = IpmiProtocol.Read(Bmc, PowerCommand.Off, new ToolAnswer(1, "", Noise + error)).Fault!;
        Assert.Contains(sentence, fault, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', fault);
        Assert.DoesNotContain("hunter2", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void What_ipmitool_does_not_say_is_not_guessed() =>
        Assert.NotNull(IpmiProtocol.Read(Bmc, PowerCommand.Status, new ToolAnswer(0, "", Noise)).Fault);

    [Theory]
    [InlineData(PowerCommand.On, "VBoxManage startvm 'node 1' --type headless")]
    [InlineData(PowerCommand.Off, "VBoxManage controlvm 'node 1' poweroff")]
    [InlineData(PowerCommand.Reset, "VBoxManage controlvm 'node 1' reset")]
    [InlineData(PowerCommand.Status, "VBoxManage showvminfo 'node 1' --machinereadable")]
    public void VBoxManage_is_run_on_its_computer_with_our_own_key(PowerCommand command, string line)
    {
        var words = VirtualBoxProtocol.Arguments(Box, command, "/d/key", "/d/known");
        Assert.Equal(["-l", "vbox", "--", "desk", line], words[^5..]);
        Assert.Contains("/d/key", words);
        Assert.Contains("UserKnownHostsFile=/d/known", words);
    }

    [Fact]
    public void The_name_of_a_machine_cannot_leave_its_word() =>
        Assert.Equal("VBoxManage controlvm 'a'\\''; reboot #' reset", VirtualBoxProtocol.Line(Box with { Machine = "a'; reboot #" }, PowerCommand.Reset));

    [Theory]
    [InlineData("running", PowerState.On)]
    [InlineData("paused", PowerState.On)]
    [InlineData("poweroff", PowerState.Off)]
    [InlineData("saved", PowerState.Off)]
    public void The_state_of_a_machine_of_VirtualBox_is_read(string state, PowerState power) =>
        Assert.Equal(
            new PowerAnswer(power, null),
            VirtualBoxProtocol.Read(
                Box, PowerCommand.Status, new ToolAnswer(0, $"name=\"node 1\"\nVMState=\"{state}\"\nVMStateChangeTime=\"x\"\n", ""), "/d/key.pub"));

    [Theory]
    [InlineData(255, "vbox@desk: Permission denied (publickey,password).", "vbox@desk does not let us in: append /d/key.pub to ~/.ssh/authorized_keys there")]
    [InlineData(255, "ssh: connect to host desk port 22: Connection refused", "ssh does not reach desk: ssh: connect to host desk port 22: Connection refused")]
    [InlineData(127, "bash: line 1: VBoxManage: command not found", "there is no VBoxManage at desk")]
    [InlineData(
        1, "VBoxManage: error: Could not find a registered machine named 'node 1'\nVBoxManage: error: Details: code VBOX_E_OBJECT_NOT_FOUND",
        "vbox@desk has no virtual machine \"node 1\": set attribute power.machine")]
    [InlineData(
        1, "VBoxManage: error: Machine 'node 1' is not currently running.\nVBoxManage: error: Details: x",
        "VBoxManage at desk says: Machine 'node 1' is not currently running")]
    public void A_failure_of_VirtualBox_is_a_sentence_that_says_what_to_do(int exit, string error, string sentence) =>
        Assert.StartsWith(
            sentence, VirtualBoxProtocol.Read(Box, PowerCommand.Reset, new ToolAnswer(exit, "", error), "/d/key.pub").Fault, StringComparison.Ordinal);

    [Fact]
    public void A_program_of_the_admins_is_told_what_to_do_and_gets_the_password_by_its_environment()
    {
        Assert.Equal(["backend-0-0", "reset", "--at=10.2.0.9"], CommandProtocol.Arguments(Pdu, PowerCommand.Reset));
        Assert.Equal(["7", "off"], CommandProtocol.Arguments(Pdu with { Arguments = ["7"] }, PowerCommand.Off));
        var environment = CommandProtocol.Environment(Pdu, PowerCommand.On);
        Assert.Equal(
            ("on", "backend-0-0", "10.2.0.9", "u", "hunter2"),
            (environment["POWER_COMMAND"], environment["POWER_HOST"], environment["POWER_ADDRESS"], environment["POWER_USER"], environment["POWER_PASSWORD"]));
    }

    [Theory]
    [InlineData(PowerCommand.Status, 0, "outlet 7 is ON.\n", PowerState.On, null)]
    [InlineData(PowerCommand.Status, 0, "off", PowerState.Off, null)]
    [InlineData(PowerCommand.Status, 0, "perhaps", PowerState.Unknown, "pdu printed \"perhaps\" for status, and is to print on or off")]
    [InlineData(PowerCommand.Status, 0, "", PowerState.Unknown, "pdu printed nothing for status, and is to print on or off")]
    [InlineData(PowerCommand.Off, 0, "", PowerState.Off, null)]
    [InlineData(PowerCommand.Off, 3, "no outlet 7.\n", PowerState.Unknown, "pdu says: no outlet 7")]
    [InlineData(PowerCommand.Off, 3, "", PowerState.Unknown, "pdu ended with exit code 3 and said nothing")]
    public void The_answer_of_a_program_is_its_exit_code_and_its_last_word(PowerCommand command, int exit, string output, PowerState state, string? fault) =>
        Assert.Equal(new PowerAnswer(state, fault), CommandProtocol.Read(Pdu, command, new ToolAnswer(exit, output, "")));

    [Theory]
    [InlineData("a  'b c' \"d'e\" f'g h'i ''", "a|b c|d'e|fg hi|")]
    [InlineData("", "")]
    [InlineData("$HOME `id` a;b", "$HOME|`id`|a;b")]
    public void A_line_is_cut_into_words_and_nothing_is_expanded(string line, string words) =>
        Assert.Equal(words, string.Join('|', CommandProtocol.Split(line)!));

    [Fact]
    public void A_long_complaint_is_cut() =>
        Assert.Equal(203, new ToolAnswer(1, "", "first\n" + new string('x', 5000)).LastLine!.Length);

    [Theory]
    [InlineData("""{"Members":[{"@odata.id":"/redfish/v1/Systems/1"}]}""", null, "/redfish/v1/Systems/1", null)]
    [InlineData("""{"Members":[{"@odata.id":"/redfish/v1/Systems/a"},{"@odata.id":"/redfish/v1/Systems/b/"}]}""", "b", "/redfish/v1/Systems/b/", null)]
    [InlineData(
        """{"Members":[{"@odata.id":"/redfish/v1/Systems/a"},{"@odata.id":"/redfish/v1/Systems/b"}]}""", null, null,
        "it has 2 systems: set attribute power.machine to one of a, b")]
    [InlineData("""{"Members":[{"@odata.id":"/redfish/v1/Systems/a"}]}""", "c", null, "it has no system \"c\": set attribute power.machine to one of a")]
    [InlineData("""{"Members":[{"@odata.id":"//elsewhere/steals"},{"@odata.id":"https://elsewhere/steals"}]}""", null, null, "it lists no system")]
    [InlineData("""{"Members":7}""", null, null, "its list of systems is not understood: is it a Redfish service?")]
    [InlineData("<html>", null, null, "its list of systems is not understood: is it a Redfish service?")]
    public void The_system_of_a_Redfish_service_is_found_and_no_stranger_is(string json, string? wanted, string? path, string? fault) =>
        Assert.Equal((path, fault), RedfishProtocol.Find(Encoding.UTF8.GetBytes(json), wanted));

    [Theory]
    [InlineData("On", PowerState.On)]
    [InlineData("PoweringOn", PowerState.On)]
    [InlineData("Off", PowerState.Off)]
    [InlineData("Dreaming", PowerState.Unknown)]
    public void The_state_of_a_Redfish_system_is_read(string word, PowerState state)
    {
        const string Json =
            """{"PowerState":"?","Actions":{"#ComputerSystem.Reset":{"target":"/r","ResetType@Redfish.AllowableValues":["On","ForceOff","PowerCycle"]}}}""";
        var system = RedfishProtocol.Machine(Encoding.UTF8.GetBytes(Json.Replace("?", word, StringComparison.Ordinal)))!;
        Assert.Equal((state, "/r"), (system.State, system.ResetTarget));
        Assert.Equal(
            ("On", "ForceOff", "PowerCycle"), (system.ResetType(PowerCommand.On), system.ResetType(PowerCommand.Off), system.ResetType(PowerCommand.Reset)));
    }

    [Fact]
    public void A_system_that_does_not_say_what_it_takes_is_told_the_usual()
    {
        Assert.Equal("ForceRestart", new RedfishSystem(PowerState.On, "/r", []).ResetType(PowerCommand.Reset));
        Assert.Null(new RedfishSystem(PowerState.On, "/r", ["GracefulShutdown"]).ResetType(PowerCommand.Off));
        Assert.Null(RedfishProtocol.Machine("{}"u8));
        Assert.Null(RedfishProtocol.Machine("""{"PowerState":"On","Actions":{"#ComputerSystem.Reset":{"target":"https://elsewhere/r"}}}"""u8)!.ResetTarget);
        Assert.Equal("""{"ResetType":"On"}""", Encoding.UTF8.GetString(RedfishProtocol.Reset("On")));
    }

    [Theory]
    [InlineData("""{"error":{"message":"General error.","@Message.ExtendedInfo":[{"Message":"The power state\nis wrong."}]}}""", "The power state is wrong")]
    [InlineData("""{"error":{"message":"General error."}}""", "General error")]
    [InlineData("oops", null)]
    public void What_a_Redfish_service_says_of_an_error_is_one_line(string json, string? complaint) =>
        Assert.Equal(complaint, RedfishProtocol.Complaint(Encoding.UTF8.GetBytes(json)));

    [Theory]
    [InlineData("bmc7.lan", "bmc7.lan", 0)]
    [InlineData("bmc7:6230", "bmc7", 6230)]
    [InlineData("fe80::1", "fe80::1", 0)]
    [InlineData("[fe80::1]:6230", "fe80::1", 6230)]
    public void An_address_is_a_name_or_a_number_with_a_port_if_need_be(string text, string host, int port)
    {
        Assert.True(PowerAddress.TryParse(text, out var address));
        Assert.Equal(new PowerAddress(host, port), address);
    }

    [Theory]
    [InlineData("-x")]
    [InlineData("a b")]
    [InlineData("a:0")]
    [InlineData("a:b")]
    [InlineData(":1")]
    [InlineData("[fe80::1")]
    [InlineData("[nonsense]:1")]
    [InlineData("1:2:3")]
    [InlineData("")]
    public void Anything_else_is_no_address(string text) => Assert.False(PowerAddress.TryParse(text, out _));
}
