using BootService.Core;
using BootService.Core.Attributes;
using BootService.Core.Boot;
using BootService.Core.Dhcp;
using BootService.Core.Disks;
using BootService.Core.Hosts;
using BootService.Core.Installs;
using BootService.Core.Inventories;
using BootService.Core.Names;
using BootService.Core.Networks;
using BootService.Core.Power;

namespace BootService.Commands.Attributes;

/// <summary>Which values well-known attributes can have. What is not listed takes any text.</summary>
internal static class AttributeForms
{
    /// <summary>More than a site has of anything that is counted, and few enough to be multiplied.</summary>
    private const int Many = 10_000;

    private static readonly Dictionary<string, AttributeForm> Known = new(StringComparer.Ordinal)
    {
        [LoaderChain.AttributeName] = AttributeForm.OneOf(LoaderChain.Choices),
        [DhcpQuirks.AttributeName] = AttributeForm.AnyOf([.. DhcpQuirks.All.Select(quirk => quirk.Name), .. DhcpQuirks.All.Select(quirk => "-" + quirk.Name)]),
        ["bootorder"] = AttributeForm.OneOf(["network-first", "disk-first", "leave"]),
        [Arming.AttemptsAttribute] = AttributeForm.Number(1, Many),
        ["machine.memory"] = AttributeForm.Number(1, int.MaxValue),
        [Arming.TimeoutAttribute] = AttributeForm.Number(1, Many),
        [Arming.ProtectedAttribute] = AttributeForm.Flag,
        ["discovery.install"] = AttributeForm.Flag,
        ["discovery.base.rack"] = AttributeForm.Number(0, int.MaxValue),
        ["discovery.base.rank"] = AttributeForm.Number(0, int.MaxValue),
        ["nukedisks"] = AttributeForm.FlagOr("all"),
        ["nukecontroller"] = AttributeForm.Flag,
        [ControllerPlan.ProgramAttribute] = new AttributeForm(
            "the path of a program in a cart or a pallet, such as carts/raid/RPMS/configure", ControllerPlan.IsProgram, []),
        ["firewall"] = AttributeForm.Flag,
        ["selinux"] = AttributeForm.OneOf(["enforcing", "permissive", "disabled"]),
        ["managed"] = AttributeForm.Flag,
        ["power.method"] = AttributeForm.AnyOf(PowerRoute.Methods),
        ["power.level"] = AttributeForm.OneOf(["user", "operator", "administrator"], anyCase: true),
        ["power.cipher"] = AttributeForm.Number(0, 17),
        [BmcSetup.Attribute] = AttributeForm.Flag,
        ["power.fingerprint"] = AttributeForm.Fingerprint,
        [NameServers.AttributeName] = AttributeForm.Addresses,
        ["Kickstart_PrivateNTPHost"] = AttributeForm.Servers,
        ["Kickstart_Lang"] = AttributeForm.Locale,
        ["bootflags"] = AttributeForm.KernelWords,
        [KernelArguments.ConsoleAttribute] = AttributeForm.Consoles,
        [KernelArguments.ExtraAttribute] = AttributeForm.InstallerWords,
        ["Kickstart_Keyboard"] = AttributeForm.Keyboard,
        ["Kickstart_Timezone"] = AttributeForm.TimeZone,
    };

    /// <summary>Their names.</summary>
    public static IReadOnlyCollection<string> Names => Known.Keys;

    /// <summary>The form of an attribute's values; null when it takes any text.</summary>
    public static AttributeForm? Of(AttributeName name) => Known.GetValueOrDefault(name.ToString());

    /// <summary>What is wrong with a table or a route that is set by its attribute; rows that a table still lacks are not missed.</summary>
    private static string? WhyNotLaidOut(string name, string value)
    {
        static string? First(IEnumerable<TableFault> faults) => faults.Select(fault => $"row {fault.Row + 1}: {fault.Sentence}").FirstOrDefault();
        try
        {
            return name switch
            {
                DiskTable.Attribute => First(DiskTable.Parse(value).Faults(whole: false)),
                ControllerTable.Attribute => First(ControllerTable.Parse(value).Faults(whole: false)),
                DiskPlan.SystemAttribute => new DiskWord(value.Trim()).WhyNot(),
                _ when name.StartsWith(NodeRoutes.Prefix, StringComparison.Ordinal) => NodeRoutes.Read(name, value) is null ? "it is empty" : null,
                _ => null,
            };
        }
        catch (RefusedException refused)
        {
            return refused.Message;
        }
    }

    /// <summary>Why a value cannot be given to an attribute, as a sentence; null when it can.</summary>
    /// <param name="inventory">What there is, for attributes whose values name something.</param>
    /// <param name="name">The attribute.</param>
    /// <param name="value">The value. It is in the sentence: no attribute that has a form is a secret.</param>
    public static string? WhyNot(Inventory inventory, AttributeName name, string value)
    {
        ArgumentNullException.ThrowIfNull(inventory);
        var form = name == Discovery.ApplianceAttribute ? AttributeForm.OneOf([.. inventory.Appliances.Keys]) : Of(name);
        if (value.Length > 0 && WhyNotLaidOut(name.ToString(), value) is { } sentence)
        {
            return $"attr \"{name}\" cannot be set so: {sentence}";
        }

        return form?.WhyNot(value) is { } why ? $"attr \"{name}\" cannot be \"{Quoted.Beginning(value, 80)}\": it {why}" : null;
    }
}
