using BootService.Commands.Attributes;
using BootService.Commands.Tests.Support;
using BootService.Core.Attributes;
using BootService.Core.Hosts;
using BootService.Core.Inventories;

namespace BootService.Commands.Tests.Attributes;

public class AttributeFormTests
{
    private static readonly Inventory Empty = Inventory.Empty(MemoryAppliance.Frontend)
        .With(new Change.ApplianceSet(new Appliance("backend", "Backend", "backend")));

    [Theory]
    [InlineData("loader", "grub")]
    [InlineData("loader", "auto")]
    [InlineData("loader", "")]
    [InlineData("dhcp.quirks", "broadcast -late-offer")]
    [InlineData("bootorder", "leave")]
    [InlineData("install.attempts", "10000")]
    [InlineData("protected", "YES")]
    [InlineData("nukedisks", "all")]
    [InlineData("nukedisks", "1")]
    [InlineData("selinux", "permissive")]
    [InlineData("power.method", "wol command")]
    [InlineData("power.level", "OPERATOR")]
    [InlineData("power.cipher", "17")]
    [InlineData("Kickstart_PrivateDNSServers", "10.1.1.1, 10.1.1.2")]
    [InlineData("Kickstart_Lang", "de_DE.UTF-8")]
    [InlineData("Kickstart_Lang", "C.UTF-8")]
    [InlineData("Kickstart_Keyboard", "de-latin1-nodeadkeys")]
    [InlineData("Kickstart_Keyboard", "--vckeymap=us --xlayouts='us'")]
    [InlineData("Kickstart_Timezone", "America/Argentina/Buenos_Aires")]
    [InlineData("Kickstart_Timezone", "UTC")]
    [InlineData("Kickstart_PrivateNTPHost", "10.1.1.1, ntp.example.com")]
    [InlineData("discovery.appliance", "backend")]
    [InlineData("site.anything", "grbu")]
    public void What_its_readers_understand_is_taken(string name, string value) => Assert.Null(AttributeForms.WhyNot(Empty, AttributeName.Parse(name), value));

    [Theory]
    [InlineData("loader", "grbu", "attr \"loader\" cannot be \"grbu\": it must be auto, pxelinux, ipxe, ipxe-native, grub or shim: did you mean \"grub\"?")]
    [InlineData("loader", "GRUB", "attr \"loader\" cannot be \"GRUB\": it must be auto, pxelinux, ipxe, ipxe-native, grub or shim: did you mean \"grub\"?")]
    [InlineData("protected", "ture", "attr \"protected\" cannot be \"ture\": it must be true or false: did you mean \"true\"?")]
    [InlineData("install.attempts", "many", "attr \"install.attempts\" cannot be \"many\": it must be a whole number from 1 to 10000")]
    [InlineData("install.attempts", "0", "attr \"install.attempts\" cannot be \"0\": it must be a whole number from 1 to 10000")]
    [InlineData("install.timeout", "-1", "attr \"install.timeout\" cannot be \"-1\": it must be a whole number from 1 to 10000")]
    [InlineData("nukedisks", "sda", "attr \"nukedisks\" cannot be \"sda\": it must be true, false or all")]
    [InlineData(
        "bootorder", "disk-frist", "attr \"bootorder\" cannot be \"disk-frist\": it must be network-first, disk-first or leave: did you mean \"disk-first\"?")]
    [InlineData("power.cipher", "18", "attr \"power.cipher\" cannot be \"18\": it must be a whole number from 0 to 17")]
    [InlineData(
        "Kickstart_PrivateDNSServers", "10.1.1.1 dns",
        "attr \"Kickstart_PrivateDNSServers\" cannot be \"10.1.1.1 dns\": it must be IPv4 addresses with commas or blanks between them")]
    [InlineData("Kickstart_Lang", "german", "attr \"Kickstart_Lang\" cannot be \"german\": it must be a language such as en_US.UTF-8, or C.UTF-8")]
    [InlineData(
        "Kickstart_Keyboard", "us;de",
        "attr \"Kickstart_Keyboard\" cannot be \"us;de\": it must be a keyboard such as us or de-latin1, several with commas between them, or "
            + "the installer's options that begin with --")]
    [InlineData("Kickstart_Timezone", "Berlin!", "attr \"Kickstart_Timezone\" cannot be \"Berlin!\": it must be a time zone such as Europe/Berlin or UTC")]
    [InlineData(
        "Kickstart_PrivateNTPHost", "http://ntp",
        "attr \"Kickstart_PrivateNTPHost\" cannot be \"http://ntp\": it must be names or addresses of servers with commas or blanks between them")]
    [InlineData("discovery.appliance", "bakcend", "attr \"discovery.appliance\" cannot be \"bakcend\": it must be backend: did you mean \"backend\"?")]
    public void What_they_would_not_understand_is_refused_with_what_was_meant(string name, string value, string sentence) =>
        Assert.Equal(sentence, AttributeForms.WhyNot(Empty, AttributeName.Parse(name), value));

    [Fact]
    public void Every_attribute_with_a_form_is_a_well_known_one() =>
        Assert.Subset(WellKnownAttributes.All.Select(known => known.Name).ToHashSet(), AttributeForms.Names.ToHashSet());

    [Theory]
    [InlineData("Kickstart_PrivateRootPassword", true)]
    [InlineData("site.db_passwd", true)]
    [InlineData("bmc.pwd", true)]
    [InlineData("api_token", true)]
    [InlineData("site.api_key", true)]
    [InlineData("ssh.public_key", false)]
    [InlineData("compass", false)]
    [InlineData("tokens_per_second", false)]
    public void A_name_that_holds_a_secret_sounds_like_it(string name, bool secret) =>
        Assert.Equal(secret, SecretAttributes.SoundsSecret(AttributeName.Parse(name)));
}
