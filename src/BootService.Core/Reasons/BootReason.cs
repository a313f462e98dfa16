using System.Text.Json.Serialization;

namespace BootService.Core.Reasons;

/// <summary>
/// Why something was done or not done: a closed set of facts with their values. <see cref="ReasonSentences"/> says it to people; nothing else turns it into
/// words.
/// </summary>
/// <remarks>
/// The word of each is how it is stored: it never changes. A reason that the stored form has and this version does not know is read as <see cref="Said"/>.
/// </remarks>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "is")]
[JsonDerivedType(typeof(Said), "said")]
[JsonDerivedType(typeof(OfDhcp), "dhcp")]
[JsonDerivedType(typeof(UnknownMachine), "unknown-machine")]
[JsonDerivedType(typeof(NoSuchAction), "no-such-action")]
[JsonDerivedType(typeof(ActionInstalls), "action-installs")]
[JsonDerivedType(typeof(NoActionSet), "no-action-set")]
[JsonDerivedType(typeof(ActionIsOs), "action-is-os")]
[JsonDerivedType(typeof(InstallStandsFor), "install-stands-for")]
[JsonDerivedType(typeof(StartsKernel), "starts-kernel")]
[JsonDerivedType(typeof(NoPalletWithKernel), "no-pallet-with-kernel")]
[JsonDerivedType(typeof(NoAttempt), "no-attempt")]
[JsonDerivedType(typeof(StateUnsure), "state-unsure")]
[JsonDerivedType(typeof(FirmwareUnseen), "firmware-unseen")]
[JsonDerivedType(typeof(ScriptFailed), "script-failed")]
[JsonDerivedType(typeof(Failed), "failed")]
[JsonDerivedType(typeof(AttemptIs), "attempt-is")]
[JsonDerivedType(typeof(Superseded), "superseded")]
[JsonDerivedType(typeof(AttemptOver), "attempt-over")]
[JsonDerivedType(typeof(OtherArchitecture), "other-architecture")]
[JsonDerivedType(typeof(NetworkBootsNothing), "network-boots-nothing")]
[JsonDerivedType(typeof(NoLoader), "no-loader")]
[JsonDerivedType(typeof(LedThrough), "led-through")]
[JsonDerivedType(typeof(LoaderStalled), "loader-stalled")]
[JsonDerivedType(typeof(LoaderWorked), "loader-worked")]
[JsonDerivedType(typeof(AddressUsedBy), "address-used-by")]
[JsonDerivedType(typeof(LeaseNotStored), "lease-not-stored")]
[JsonDerivedType(typeof(NotNeeded), "not-needed")]
[JsonDerivedType(typeof(NotFound), "not-found")]
[JsonDerivedType(typeof(Transfer), "transfer")]
[JsonDerivedType(typeof(EndedByPeer), "ended-by-peer")]
[JsonDerivedType(typeof(ActionFlipped), "action-flipped")]
[JsonDerivedType(typeof(TextMissing), "text-missing")]
[JsonDerivedType(typeof(NodeSaid), "node-said")]
[JsonDerivedType(typeof(InstalledNext), "installed-next")]
[JsonDerivedType(typeof(NotInstalled), "not-installed")]
[JsonDerivedType(typeof(PowerBy), "power-by")]
public abstract record BootReason
{
    private BootReason()
    {
    }

    /// <summary>What somebody else put into words: a tool, an exception, an event of an older version.</summary>
    /// <param name="Text">Their words; never read for a meaning.</param>
    public sealed record Said(string Text) : BootReason;

    /// <summary>Why DHCP refused or kept silent.</summary>
    /// <param name="Why">Which of its reasons; the address it is about is the event's.</param>
    public sealed record OfDhcp(DhcpReason Why) : BootReason
    {
        private static readonly OfDhcp[] All = [.. Enum.GetValues<DhcpReason>().Select(why => new OfDhcp(why))];

        /// <summary>The one value for a reason, so that posting it allocates nothing.</summary>
        public static OfDhcp For(DhcpReason why) => All[(int)why];
    }

    /// <summary>No host has this card.</summary>
    public sealed record UnknownMachine : BootReason;

    /// <summary>The host's boot action does not exist for it.</summary>
    public sealed record NoSuchAction(string Action) : BootReason;

    /// <summary>What the host's action os stands for would install, which only action install may.</summary>
    public sealed record ActionInstalls(string Action) : BootReason;

    /// <summary>Nobody ever set what the host does.</summary>
    public sealed record NoActionSet : BootReason;

    /// <summary>The host boots its installed system.</summary>
    public sealed record ActionIsOs : BootReason;

    /// <summary>The action is install, and what it stands for on this host goes to the disk.</summary>
    public sealed record InstallStandsFor(string Action) : BootReason;

    /// <summary>The host's boot action starts a kernel that installs nothing.</summary>
    public sealed record StartsKernel(string Action) : BootReason;

    /// <summary>The boot action wants the kernel of an OS pallet, and none is enabled.</summary>
    public sealed record NoPalletWithKernel(string Action) : BootReason;

    /// <summary>The action is install and nothing is armed.</summary>
    public sealed record NoAttempt : BootReason;

    /// <summary>An attempt is live as far as we know, and the database cannot be asked whether it still is.</summary>
    public sealed record StateUnsure : BootReason;

    /// <summary>An attempt is armed, and the machine's firmware has not asked by DHCP since.</summary>
    public sealed record FirmwareUnseen : BootReason;

    /// <summary>A script of the install failed.</summary>
    /// <param name="Stage">The stage it was reported in.</param>
    public sealed record ScriptFailed(string Stage) : BootReason;

    /// <summary>Something failed without a reason of its own.</summary>
    /// <param name="What">What: the name of a file, or a message.</param>
    public sealed record Failed(string What) : BootReason;

    /// <summary>A live attempt and how far it has got.</summary>
    /// <param name="Attempt">Its number.</param>
    /// <param name="State">The name of its state.</param>
    public sealed record AttemptIs(long Attempt, string State) : BootReason;

    /// <summary>Another attempt took the place of this one.</summary>
    public sealed record Superseded(long Attempt) : BootReason;

    /// <summary>An attempt that may install no more.</summary>
    /// <param name="Attempt">Its number.</param>
    /// <param name="State">The name of the state it ended in.</param>
    /// <param name="Why">What the attempt itself says of it, or its last step.</param>
    public sealed record AttemptOver(long Attempt, string State, string Why) : BootReason;

    /// <summary>The firmware is of another architecture than what would be started.</summary>
    public sealed record OtherArchitecture(string Firmware, string Pallet) : BootReason;

    /// <summary>The network's <c>pxe</c> is false.</summary>
    public sealed record NetworkBootsNothing(string Network) : BootReason;

    /// <summary>No loader is offered.</summary>
    /// <param name="Why">Why none.</param>
    /// <param name="Decision">Why the machine gets what it gets; null when that was not asked for.</param>
    public sealed record NoLoader(LoaderAbsence Why, BootReason? Decision = null) : BootReason;

    /// <summary>The machine is led through another loader than its firmware's own.</summary>
    /// <param name="Loader">Which, a choice of the attribute <c>loader</c>.</param>
    /// <param name="Quirk">The known oddity of its firmware that asks for it; null when the host's own boots have taught it.</param>
    /// <param name="Decision">Why the machine gets what it gets.</param>
    public sealed record LedThrough(string Loader, string? Quirk, BootReason Decision) : BootReason;

    /// <summary>A loader was fetched again and again, and nothing came after it.</summary>
    /// <param name="Loader">Which, a choice of the attribute <c>loader</c>.</param>
    /// <param name="Times">How often in a row.</param>
    /// <param name="Next">The one it is led through from now on; null when there is no other for its firmware here.</param>
    public sealed record LoaderStalled(string Loader, int Times, string? Next) : BootReason;

    /// <summary>The loader that was taken after others stalled has led the machine to its system.</summary>
    /// <param name="Loader">Which, a choice of the attribute <c>loader</c>.</param>
    public sealed record LoaderWorked(string Loader) : BootReason;

    /// <summary>A machine uses an address that is not its own by DHCP.</summary>
    public sealed record AddressUsedBy(string Mac) : BootReason;

    /// <summary>The lease could not be brought to disk, so it was not granted.</summary>
    public sealed record LeaseNotStored : BootReason
    {
        /// <summary>The one value.</summary>
        public static LeaseNotStored Value { get; } = new();
    }

    /// <summary>A file is not here, and the machine boots as well without it.</summary>
    public sealed record NotNeeded : BootReason
    {
        /// <summary>The one value.</summary>
        public static NotNeeded Value { get; } = new();
    }

    /// <summary>There is no such file.</summary>
    public sealed record NotFound : BootReason;

    /// <summary>How a transfer went, where there is something to say of it.</summary>
    public sealed record Transfer(TransferNote Note) : BootReason
    {
        private static readonly Transfer[] All = [.. Enum.GetValues<TransferNote>().Select(note => new Transfer(note))];

        /// <summary>The one value for a note.</summary>
        public static Transfer For(TransferNote note) => All[(int)note];
    }

    /// <summary>The machine ended a transfer with an error.</summary>
    /// <param name="Code">TFTP's error code.</param>
    /// <param name="Text">The machine's own words, printable ASCII; may be empty.</param>
    public sealed record EndedByPeer(int Code, string Text) : BootReason;

    /// <summary>The install is done, and the host's action is os from now on.</summary>
    public sealed record ActionFlipped : BootReason;

    /// <summary>The attempt's text is not in the database.</summary>
    public sealed record TextMissing : BootReason;

    /// <summary>What a node said of itself.</summary>
    /// <param name="Text">Its words or its list of failed scripts (<see cref="ScriptFailures"/>), masked; may be empty.</param>
    /// <param name="Log">The last line of the log it sent; null for none.</param>
    public sealed record NodeSaid(string Text, string? Log = null) : BootReason;

    /// <summary>A machine that was discovered is installed at its next boot.</summary>
    public sealed record InstalledNext : BootReason;

    /// <summary>A machine that was discovered is not installed.</summary>
    /// <param name="Refusal">What stands against it, as arming refused it; null when discovery only collects.</param>
    public sealed record NotInstalled(string? Refusal) : BootReason;

    /// <summary>The way a host's power was switched.</summary>
    public sealed record PowerBy(string Method) : BootReason;
}

/// <summary>What there is to say of a transfer.</summary>
public enum TransferNote
{
    /// <summary>Only the size was asked for.</summary>
    SizeOnly,

    /// <summary>Some packets had to be sent again.</summary>
    SentAgain,

    /// <summary>The server stopped.</summary>
    ServerStopped,

    /// <summary>The machine asked for the same file anew.</summary>
    BegunAnew,

    /// <summary>The machine never answered.</summary>
    NeverAnswered,

    /// <summary>The machine stopped answering in mid-transfer.</summary>
    StoppedAnswering,

    /// <summary>The file changed or could not be read while it was being sent.</summary>
    FileChanged,

    /// <summary>The connection ended before the file did.</summary>
    ConnectionEnded,
}
