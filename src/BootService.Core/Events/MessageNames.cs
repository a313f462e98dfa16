namespace BootService.Core.Events;

/// <summary>Messages in the protocols' own words. They are stored, and the same in every language.</summary>
public static class MessageNames
{
    internal const string PoweredOn = "power on";
    internal const string PoweredOff = "power off";
    internal const string PowerReset = "power reset";

    /// <summary>A message in the protocol's word: what stands in a row when the message has no name.</summary>
    public static string Of(BootMessage message) => message switch
    {
        BootMessage.Discover => "DISCOVER",
        BootMessage.Offer => "OFFER",
        BootMessage.Request => "REQUEST",
        BootMessage.Ack => "ACK",
        BootMessage.Nak => "NAK",
        BootMessage.Decline => "DECLINE",
        BootMessage.Release => "RELEASE",
        BootMessage.Inform => "INFORM",
        BootMessage.Bootp => "BOOTP",
        BootMessage.OtherDhcp => "other",
        BootMessage.AddressConflict => "conflict",
        BootMessage.PoweredOn => PoweredOn,
        BootMessage.PoweredOff => PoweredOff,
        BootMessage.PowerReset => PowerReset,
        BootMessage.ActionSet => "action",
        BootMessage.Discovered => "discovered",
        BootMessage.LoaderLearned => "loader",
        BootMessage.Kickstart => "kickstart",
        BootMessage.StageReached => "stage",
        BootMessage.Done => "done",
        BootMessage.Confirmed => "confirmed",
        BootMessage.InstallFailed => "failed",
        BootMessage.Stuck => "stuck",
        BootMessage.Report => "report",
        BootMessage.Secret => "secret",
        BootMessage.Configuration => "configuration",
        _ => "file",
    };
}
