"""What people tell the hall: how they found a service (好差评), what they ask (咨询), what they complain of (投诉)."""
