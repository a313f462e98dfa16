namespace BootService.Core.Reasons;

/// <summary>Reasons in English: the one place that words them. Each is a clause that begins small and ends without a full stop.</summary>
public static class ReasonSentences
{
    /// <summary>The reason as a sentence.</summary>
    public static string Of(BootReason reason) => reason switch
    {
        BootReason.Said said => said.Text,
        BootReason.OfDhcp dhcp => DhcpSentences.Of(dhcp.Why),
        BootReason.UnknownMachine => "the machine is not known: add it with \"stack add host\"",
        BootReason.NoSuchAction(var action) => $"the boot action \"{action}\" does not exist for this host",
        BootReason.ActionInstalls(var action) => $"the boot action \"{action}\" installs, and the action is os",
        BootReason.NoActionSet => "no boot action was ever set",
        BootReason.ActionIsOs => "the action is os",
        BootReason.InstallStandsFor(var action) => $"the action is install, which stands for \"{action}\"",
        BootReason.StartsKernel(var action) => $"the boot action is {action}, which installs nothing",
        BootReason.NoPalletWithKernel(var action) => $"the boot action \"{action}\" starts the kernel of an OS pallet and none is enabled for this host",
        BootReason.NoAttempt => "the action is install but no attempt is armed",
        BootReason.StateUnsure => "it is set to install, and the database does not say whether it still is",
        BootReason.FirmwareUnseen => "its firmware has not asked by DHCP since it was armed: switch it off and on, with the network first in its boot order",
        BootReason.ScriptFailed(var stage) => $"a script of the install failed: {stage}",
        BootReason.Failed(var what) => $"it failed: {what}",
        BootReason.AttemptIs(var attempt, var state) => $"install attempt {attempt} is {state.ToLowerInvariant()}",
        BootReason.Superseded(var attempt) => $"another attempt took the place of install attempt {attempt}",
        BootReason.AttemptOver(var attempt, var state, var why) => $"install attempt {attempt} is {state.ToLowerInvariant()}: {why}",
        BootReason.OtherArchitecture(var firmware, var pallet) => $"the firmware is {firmware} and the pallet {pallet} is not",
        BootReason.NetworkBootsNothing(var network) => $"network {network} does not boot machines; \"stack set network {network} pxe=true\" lets it",
        BootReason.NoLoader(var why, null) => Absence(why),
        BootReason.NoLoader(var why, { } decision) => $"{Of(decision)}; {Absence(why)}",
        BootReason.LedThrough(var loader, null, var decision) => $"{Of(decision)}; it is led through {loader}, since others stalled on it",
        BootReason.LedThrough(var loader, var quirk, var decision) => $"{Of(decision)}; its firmware is led through {loader} (quirk {quirk})",
        BootReason.LoaderStalled(var loader, var times, null) =>
            $"nothing came after {loader}, which was fetched {times} times in a row, and no other loader for its firmware is here",
        BootReason.LoaderStalled(var loader, var times, { } next) =>
            $"nothing came after {loader}, which was fetched {times} times in a row: from its next attempt on it is led through {next}",
        BootReason.LoaderWorked(var loader) => $"{loader} has led it to its system, and is kept",
        BootReason.AddressUsedBy(var mac) => $"{mac} uses the address, which is not its own by DHCP; the address is not given out for a while",
        BootReason.LeaseNotStored => "the lease could not be brought to disk",
        BootReason.NotNeeded => "not here, and not needed",
        BootReason.NotFound => "file not found",
        BootReason.Transfer transfer => Note(transfer.Note),
        BootReason.EndedByPeer(var code, "") => $"the machine ended the transfer with error {code}",
        BootReason.EndedByPeer(_, var text) => $"the machine ended the transfer: {text}",
        BootReason.ActionFlipped => "the action is os from now on",
        BootReason.TextMissing => "its text is not in the database",
        BootReason.NodeSaid(var text, null) => ScriptFailures.Sentence(text),
        BootReason.NodeSaid("", { } log) => $"its log ends: {log}",
        BootReason.NodeSaid(var text, { } log) => $"{ScriptFailures.Sentence(text)}; its log ends: {log}",
        BootReason.InstalledNext => "it is installed at its next boot",
        BootReason.NotInstalled(null) => "it is not installed: discovery was enabled without install",
        BootReason.NotInstalled({ } refusal) => $"it is not installed: {refusal}",
        BootReason.PowerBy(var method) => $"by {method}",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "a reason without a sentence"),
    };

    private static string Absence(LoaderAbsence why) => why switch
    {
        LoaderAbsence.OperatingSystem => "an operating system asks for an address only",
        LoaderAbsence.ChainCannotLeave => "no loader of this chain can hand over to a UEFI disk, so its firmware is sent on",
        LoaderAbsence.ArmDisk => "64-bit ARM boots its disk by getting no loader",
        LoaderAbsence.HttpDeclinedForPxe => "HTTP boot is declined so that the firmware goes on to PXE: the loader of this chain cannot go on from a URL",
        LoaderAbsence.HttpDeclined => "HTTP boot is declined so that the firmware goes on to its disk",
        LoaderAbsence.FirmwareIsSooner => "its firmware goes on to its disk by itself sooner than a loader leads it there",
        LoaderAbsence.NoneForIa32 => "there is no loader for 32-bit UEFI",
        LoaderAbsence.NoneForArm64 => "there is no loader for 64-bit ARM by this way",
        LoaderAbsence.StateUnsure => "no installer leaves this frontend before the database answers",
        _ => "there is no loader for this firmware",
    };

    private static string Note(TransferNote note) => note switch
    {
        TransferNote.SizeOnly => "only the size was asked for",
        TransferNote.SentAgain => "some packets had to be sent again",
        TransferNote.ServerStopped => "the server stopped",
        TransferNote.BegunAnew => "the machine asked for it anew",
        TransferNote.NeverAnswered => "the machine never answered",
        TransferNote.StoppedAnswering => "the machine stopped answering in mid-transfer",
        TransferNote.FileChanged => "the file changed or could not be read while it was being sent",
        _ => "the connection ended before the file did",
    };
}
