using System.Security.Cryptography.X509Certificates;
using BootService.Admin;
using BootService.Boot;
using BootService.Core.Networks;
using BootService.Core.Stores;
using BootService.Doctor;
using BootService.Protocols.Net;

namespace BootService.Hosting;

/// <summary>Says at the start what the daemon serves, and what it could not serve if asked.</summary>
internal sealed partial class StartReport(
    DaemonSettings settings, Frontend frontend, LoaderLibrary loaders, IAppliance appliance, Readiness readiness, ILogger<StartReport> log)
{
    /// <summary>Called once all listeners are bound.</summary>
    /// <param name="whyNoNames">Why names are not answered although nobody said so; null when they are, or somebody did.</param>
    /// <param name="tls">What is shown over TLS; null when nothing listens there.</param>
    public void Ready(string? whyNoNames, AdminTls? tls)
    {
        if (tls?.Remark is { } why)
        {
            LogOtherCertificate(why);
        }

        if (frontend.HttpsPort > 0 && tls is { Leaf: var shown } && shown.GetRSAPublicKey() is null)
        {
            LogNoRsa(shown.PublicKey.Oid.FriendlyName ?? "unknown");
        }

        if (whyNoNames is not null)
        {
            LogNoNames(whyNoNames);
        }

        foreach (var absent in loaders.Absent)
        {
            LogAbsent(absent.Name, absent.Package);
        }

        LogServing(frontend.Interface, frontend.Address, frontend.Subnet, appliance.Current.Hosts.Count, settings.Admin.Socket);
        readiness.Started();
        LogReady();
    }

    /// <summary>Called when something had not ended within the time a stop may take.</summary>
    public void CutShort(TimeSpan after) => LogCutShort((int)after.TotalSeconds);

    [LoggerMessage(EventId = 8, Level = LogLevel.Warning, Message = "The stop was cut short after {Seconds} s: a request had not ended by then")]
    private partial void LogCutShort(int seconds);

    [LoggerMessage(EventId = 1, Level = LogLevel.Information, Message = "Serving {Interface} at {Address} in {Subnet}, {Hosts} hosts; admin socket {Socket}")]
    private partial void LogServing(string @interface, Ipv4 address, Ipv4Network subnet, int hosts, string socket);

    [LoggerMessage(
        EventId = 9, Level = LogLevel.Information,
        Message = "Names are not answered here, and nodes are not told that they are: {Why}; Dns:Enabled=false says that this is meant")]
    private partial void LogNoNames(string why);

    [LoggerMessage(EventId = 15, Level = LogLevel.Warning, Message = "{Why}")]
    private partial void LogOtherCertificate(string why);

    [LoggerMessage(
        EventId = 19, Level = LogLevel.Warning,
        Message = "The certificate's key is of kind {Kind}, and much firmware takes RSA alone at Http:TlsPort: give another with Admin:Certificate, or move "
            + "admin.crt and admin.key out of DataDirectory and start again to have one made")]
    private partial void LogNoRsa(string kind);

    [LoggerMessage(EventId = 2, Level = LogLevel.Information, Message = "ready")]
    private partial void LogReady();

    [LoggerMessage(EventId = 3, Level = LogLevel.Debug, Message = "Loader {Loader} is not here; hosts that ask for it need package {Package}")]
    private partial void LogAbsent(string loader, string package);
}
